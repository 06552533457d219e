package mutual.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import mutual.overlay.InvitationBook.Outcome;
import mutual.overlay.bencode.BString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contacts, invitations and address records by themselves. */
final class ContactsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final SortedSet<String> NO_GROUPS = new TreeSet<>();

  @TempDir Path folder;

  private static NodeId someone() {
    return Identity.ephemeral().id();
  }

  private static Clock at(Instant time) {
    return Clock.fixed(time, ZoneOffset.UTC);
  }

  @Test
  void theBookIsReadBackAsItWas() {
    Path file = folder.resolve("contacts.txt");
    ContactBook book = ContactBook.open(file);
    Contact ann =
        new Contact(someone(), "Ann, née Ünal % 1", new TreeSet<>(List.of("a b", "c,d")), 5);
    book.put(ann);
    Contact bob = book.add(someone(), "Bob", NO_GROUPS, 6);
    Contact otherBob = book.add(someone(), " bob\u202e ", NO_GROUPS, 7);
    Contact nameless = book.add(someone(), "\n", NO_GROUPS, 8);
    assertThat(otherBob.name()).isEqualTo("bob 2");
    assertThat(nameless.name()).isEqualTo(nameless.id().shortText());
    book.put(bob.withName("Robert").withGroups(List.of("a b")));
    assertThatThrownBy(() -> book.put(bob.withName("ann, NÉE ünal % 1")))
        .hasMessageContaining("already");
    book.remove(nameless.id());
    ContactBook again = ContactBook.open(file);
    assertThat(again.all()).isEqualTo(book.all()).hasSize(3);
    assertThat(again.find(ann.id())).contains(ann);
    assertThat(again.groups()).containsExactly("a b", "c,d");
    assertThat(again.members("a b")).hasSize(2);
  }

  @Test
  void changesAreToldOf() {
    ContactBook book = ContactBook.open(folder.resolve("contacts.txt"));
    List<Integer> sizes = new ArrayList<>();
    book.onChange(() -> sizes.add(book.all().size()));
    Contact ann = book.add(someone(), "Ann", NO_GROUPS, 5);
    book.remove(ann.id());
    assertThat(sizes).containsExactly(1, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " x", "a\nb", "a\u202eb"})
  void namesAreWhatTheyLookLike(String name) {
    assertThatThrownBy(() -> new Contact(someone(), name, NO_GROUPS, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anInvitationIsShortAndReadBack() {
    Invitation invitation =
        new Invitation(
            someone(),
            BString.of(new byte[16]),
            List.of(new NodeAddress("192.0.2.7", 7000), new NodeAddress("2001:db8::1", 7000)),
            NOW,
            "Ann & Co");
    assertThat(invitation.link()).startsWith("mutual:invite?k=").hasSizeLessThan(200);
    assertThat(Invitation.parse(" " + invitation.link() + "\n")).isEqualTo(invitation);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org",
        "mutual:invite?",
        "mutual:invite?k=ABC&s=AAAAAAAAAAAAAAAAAAAAAA&e=1",
        "mutual:invite?k&s=1",
        "mutual:invite?e=1&e=2",
      })
  void otherTextIsNoInvitation(String text) {
    assertThatThrownBy(() -> Invitation.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anInvitationWorksOnceAndNotTooLate() {
    Path file = folder.resolve("invitations.txt");
    InvitationBook book = new InvitationBook(file, at(NOW));
    BString secret = book.issue(Optional.of("Ann"), NO_GROUPS, NOW.plusSeconds(60));
    BString late = book.issue(Optional.empty(), NO_GROUPS, NOW.plusSeconds(60));
    assertThat(book.anyOpen()).isTrue();
    NodeId ann = someone();
    assertThat(book.use(BString.of(new byte[16]), ann).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(book.use(secret, ann).name()).contains("Ann");

    InvitationBook again = new InvitationBook(file, at(NOW.plusSeconds(61)));
    assertThat(again.use(secret, ann).outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(again.use(secret, someone()).outcome()).isEqualTo(Outcome.USED);
    assertThat(again.use(late, someone()).outcome()).isEqualTo(Outcome.EXPIRED);
    assertThat(again.anyOpen()).isFalse();
  }

  @Test
  void invitationsAreBounded() {
    InvitationBook book = new InvitationBook(folder.resolve("invitations.txt"), at(NOW));
    assertThatThrownBy(() -> book.issue(Optional.empty(), NO_GROUPS, NOW.plus(Duration.ofDays(31))))
        .isInstanceOf(IllegalArgumentException.class);
    for (int i = 0; i < InvitationBook.INVITATIONS_MAX; i++) {
      BString _ = book.issue(Optional.empty(), NO_GROUPS, NOW.plusSeconds(60));
    }
    assertThatThrownBy(() -> book.issue(Optional.empty(), NO_GROUPS, NOW.plusSeconds(60)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void recordsAreOnlyTheirSignersOwnAndTheNewestCounts() {
    Identity ann = Identity.ephemeral();
    List<NodeAddress> here = List.of(new NodeAddress("192.0.2.7", 7000));
    long now = NOW.toEpochMilli();
    AddressRecord one = AddressRecord.sign(ann, 1, now + 1_000, here, 5);
    AddressRecord two = AddressRecord.sign(ann, 2, now + 1_000, List.of(), 5);
    assertThat(AddressRecord.read(one.signed())).contains(one);
    assertThat(
            AddressRecord.read(
                one.signed().toBuilder().setAddresses(two.signed().getAddresses()).build()))
        .isEmpty();
    Path file = folder.resolve("addresses.txt");
    AddressBook book = new AddressBook(file, node -> node.equals(ann.id()));
    AddressRecord strangers = AddressRecord.sign(Identity.ephemeral(), 1, now + 1_000, here, 5);
    assertThat(book.offer(strangers, now)).isFalse();
    assertThat(book.offer(two, now)).isTrue();
    assertThat(book.offer(one, now)).isFalse();
    assertThat(book.offer(two, now)).isFalse();
    AddressRecord expired = AddressRecord.sign(ann, 3, now - 1, here, 5);
    assertThat(book.offer(expired, now)).isFalse();
    assertThat(new AddressBook(file, _ -> true).find(ann.id())).contains(two);
    assertThat(new AddressBook(file, _ -> false).find(ann.id())).isEmpty();
  }

  @Test
  void aRecordFitsIntoTheDhtHoweverManyAddressesThereAre() {
    List<NodeAddress> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(new NodeAddress("a-rather-long-name-of-a-host-somewhere-in-the-world-" + i, 7000));
    }
    AddressRecord record = AddressRecord.sign(Identity.ephemeral(), 1, 1, many, 1);
    assertThat(record.signed().getSerializedSize()).isLessThanOrEqualTo(AddressRecord.BYTES_MAX);
    assertThat(AddressRecord.read(record.signed().toByteArray())).contains(record);
    assertThat(record.addresses()).isNotEmpty().isSubsetOf(many);
  }
}
