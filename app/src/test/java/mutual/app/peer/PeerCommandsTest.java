package mutual.app.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Thread.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import mutual.app.Cli;
import mutual.app.ExitCode;
import mutual.contracts.peer.v1.Contact;
import mutual.contracts.peer.v1.ExamineResponse;
import mutual.contracts.peer.v1.InviteResponse;
import mutual.contracts.peer.v1.ListContactOffersResponse;
import mutual.contracts.peer.v1.ListContactsResponse;
import mutual.contracts.peer.v1.ListSharesResponse;
import mutual.contracts.peer.v1.NodeStatus;
import mutual.contracts.peer.v1.Share;
import mutual.contracts.peer.v1.ShareDetail;
import mutual.middleware.web.WebRoutes;
import mutual.peer.PeerConfig;
import mutual.peer.PeerNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A peer's commands as its owner types them, from the first invitation to the last removal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
final class PeerCommandsTest {
  private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
  private static final int FILE_BYTES = 200_000;

  private Path folder;
  private PeerNode ann;
  private PeerNode bob;
  private String annData;
  private String bobData;
  private Path talks;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    ann = peer("ann");
    bob = peer("bob");
    annData = folder.resolve("ann").toString();
    bobData = folder.resolve("bob").toString();
    talks = Files.createDirectory(folder.resolve("talks"));
    byte[] content = new byte[FILE_BYTES];
    new Random(1).nextBytes(content);
    Files.write(talks.resolve("first.mp4"), content);
    Files.writeString(talks.resolve("notes.txt"), "notes");
  }

  private PeerNode peer(String name) throws IOException {
    Path data = folder.resolve(name);
    return PeerNode.start(
        new PeerConfig(
            data, name, data.resolve("downloads"), "127.0.0.1", 0, 0, 0, false, false, List.of()),
        _ -> new WebRoutes(),
        () -> "token");
  }

  @AfterAll
  void stop() {
    ann.close();
    bob.close();
  }

  private static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).as("it takes too long").isLessThan(NANOS_MAX);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static void fails(ExitCode code, String words, String... args) {
    Cli.Outcome outcome = Cli.run(args);
    assertThat(outcome.err()).contains(words).doesNotContain("\tat ");
    assertThat(outcome.err().strip().lines()).as("one line").hasSize(1);
    assertThat(outcome.exitCode()).isEqualTo(code.number());
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  @Order(1)
  void whereNoPeerRunsTheCommandThatStartsOneIsNamed() {
    Path nowhere = folder.resolve("nowhere");
    for (String command : List.of("status", "shares", "contacts", "offers", "doctor", "invite")) {
      fails(
          ExitCode.UNREACHABLE,
          "mutual peer --data " + nowhere,
          command,
          "--data",
          nowhere.toString());
    }
    assertThat(nowhere).doesNotExist();
  }

  @Test
  @Order(2)
  void statusTellsKeyAndPage() {
    NodeStatus status = Cli.json(NodeStatus.newBuilder(), "status", "--data", annData).build();
    assertThat(status.getNodeId()).isEqualTo(ann.id().toString());
    assertThat(status.getDashboard()).endsWith("?token=token");
    assertThat(Cli.text("status", "--data", annData)).contains("page").contains("no limit");
  }

  @Test
  @Order(3)
  void anInvitationMakesContacts() {
    InviteResponse invitation =
        Cli.json(
                InviteResponse.newBuilder(),
                "invite",
                "--data",
                annData,
                "--name",
                "Bobby",
                "--group",
                "family")
            .build();
    Contact contact =
        Cli.json(
                Contact.newBuilder(),
                "accept",
                invitation.getLink(),
                "--name",
                "Ann B",
                "--data",
                bobData)
            .build();
    assertThat(contact.getName()).isEqualTo("Ann B");
    // It says so only when it is so, and waits for that.
    assertThat(contact.getReach()).isEqualTo(Contact.Reach.REACH_REACHABLE);
    assertThat(contact.getAddress()).startsWith("127.0.0.1:");
    assertThat(Cli.text("accept", invitation.getLink(), "--data", bobData))
        .contains("yes, at 127.0.0.1:" + ann.nodePort() + ", as it")
        .doesNotContain("doctor");
    until(() -> Cli.text("contacts", "--data", annData).contains("yes, at 127.0.0.1"));
    until(() -> Cli.text("contacts", "--data", bobData).contains("yes, at 127.0.0.1"));
    assertThat(Cli.text("contacts", "--data", annData)).contains("Bobby").contains("family");
    assertThat(Cli.text("invite", "--qr", "--data", annData)).contains("█").contains("▀");
    fails(ExitCode.USAGE, "not a time", "invite", "--valid", "soon", "--data", annData);
    fails(ExitCode.USAGE, "30 days", "invite", "--valid", "31d", "--data", annData);
    fails(ExitCode.USAGE, "begins with mutual:invite?", "accept", "x", "--data", bobData);
  }

  private boolean shellKnows(String names) {
    try {
      return Files.readString(folder.resolve("ann/names.txt")).equals(names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Order(4)
  void aFolderIsSharedWithAGroupAndFetched() {
    Share share =
        Cli.json(
                ListSharesResponse.newBuilder(),
                "share",
                talks.toString(),
                "--with",
                "family",
                "--data",
                annData)
            .getShares(0);
    assertThat(share.getAudienceList()).containsExactly("group:family");
    until(() -> shellKnows("share\ttalks\ngroup\tfamily\ncontact\tBobby\n"));
    ListContactOffersResponse offers =
        Cli.json(ListContactOffersResponse.newBuilder(), "offers", "ann b", "--data", bobData)
            .build();
    assertThat(offers.getOffersList())
        .singleElement()
        .satisfies(offer -> assertThat(offer.getFiles()).isEqualTo(2));
    assertThat(Cli.text("offers", "--links", "--data", bobData)).isEqualTo(share.getLink());
    Path to = folder.resolve("fetched");
    String path =
        Cli.text(
            "get", share.getLink(), "--to", to.toString(), "--only", "*.mp4", "--data", bobData);
    assertThat(Path.of(path)).isEqualTo(to.resolve("talks"));
    assertThat(to.resolve("talks/first.mp4")).hasSameBinaryContentAs(talks.resolve("first.mp4"));
    ShareDetail detail =
        Cli.json(ShareDetail.newBuilder(), "shares", "talks", "--data", bobData).build();
    assertThat(detail.getFilesList())
        .anySatisfy(
            file -> {
              assertThat(file.getPath()).isEqualTo("notes.txt");
              assertThat(file.getWanted()).isFalse();
            });
    assertThat(detail.getShare().getProvider()).isEqualTo("Ann B");
    Cli.text("shares", "select", "talks", "--data", bobData);
    until(() -> Files.exists(to.resolve("talks/notes.txt")));
  }

  @Test
  @Order(5)
  void aShareIsChangedByItsNameOrHash() {
    String hash =
        Cli.json(ShareDetail.newBuilder(), "shares", "talks", "--data", annData).getShare().getId();
    assertThat(Cli.text("shares", "--data", annData)).contains(hash.substring(0, 8)).contains("2");
    String digits = hash.substring(0, 6);
    assertThat(Cli.text("shares", "pause", digits, "--data", annData)).contains("paused");
    assertThat(Cli.text("shares", "resume", digits, "--data", annData)).doesNotContain("paused");
    assertThat(Cli.text("shares", "limit", "talks", "--up", "500K", "--data", annData))
        .contains("up 500 KiB/s")
        .contains("down no limit");
    assertThat(Cli.text("shares", "--data", annData, "audience", "talks", "Bobby"))
        .as("the folder before the subcommand")
        .contains("Bobby");
    assertThat(Cli.text("shares", "recheck", "talks", "--data", annData)).contains("talks");
    fails(ExitCode.NOT_FOUND, "'nosuch'", "shares", "pause", "nosuch", "--data", annData);
    fails(ExitCode.NOT_FOUND, "'Zoe'", "shares", "audience", "talks", "Zoe", "--data", annData);
    fails(ExitCode.USAGE, "--up RATE", "shares", "limit", "talks", "--data", annData);
    fails(ExitCode.USAGE, "not a rate", "status", "--up-limit", "5 MB", "--data", annData);
    assertThat(Cli.text("status", "--up-limit", "1.5M", "--data", annData))
        .contains("up 1.50 MiB/s");
  }

  @Test
  @Order(5)
  void whatIsForEveryoneIsForEveryProgram() throws IOException {
    Path leaflet = Files.writeString(folder.resolve("leaflet.txt"), "for all the world");
    String link =
        Cli.text("share", leaflet.toString(), "--with", "everyone", "--data", annData).trim();
    assertThat(link).contains("urn:btih:").doesNotContain("urn:btmh:");
    assertThat(Cli.text("shares", "leaflet.txt", "--data", annData)).doesNotContain("aria2");
    Cli.text("shares", "remove", "leaflet.txt", "--data", annData);
    Cli.text("share", leaflet.toString(), "--data", annData);
    assertThat(Cli.text("shares", "audience", "leaflet.txt", "everyone", "--data", annData))
        .as("a hybrid, since at first it was for nobody")
        .contains("urn:btih:", "urn:btmh:", "not aria2");
    Cli.text("shares", "remove", "leaflet.txt", "--data", annData);
  }

  @Test
  @Order(6)
  void whatCannotBeFetchedOrSharedIsSaid() {
    fails(ExitCode.USAGE, "neither a link", "get", "no-such.torrent", "--data", bobData);
    fails(ExitCode.USAGE, "node id", "get", "mutual:share?k=x&h=y", "--data", bobData);
    fails(ExitCode.NOT_FOUND, "no file or folder", "share", "/no/such", "--data", bobData);
    String link =
        Cli.json(ShareDetail.newBuilder(), "shares", "talks", "--data", annData)
            .getShare()
            .getLink();
    fails(ExitCode.REFUSED, "of your own", "get", link, "--data", annData);
    String strangers = link.replace(ann.id().toString(), bob.id().toString());
    assertThat(Cli.run("get", strangers, "--data", annData, "--no-wait").exitCode()).isZero();
  }

  @Test
  @Order(7)
  void theDoctorFindsNothingThatDoesNotWork() {
    ExamineResponse answer =
        Cli.json(ExamineResponse.newBuilder(), "doctor", "--data", annData).build();
    assertThat(answer.getFindingsList()).isNotEmpty();
    assertThat(Cli.text("doctor", "--data", annData)).contains("warn  address:").contains("ok  ");
  }

  @Test
  @Order(8)
  void contactsAreRenamedGroupedAndRemoved() {
    assertThat(Cli.text("contacts", "rename", "bobby", "Bob", "--data", annData)).contains("Bob");
    assertThat(
            Cli.json(
                    Contact.newBuilder(),
                    "contacts",
                    "group",
                    "Bob",
                    "--add",
                    "work",
                    "--remove",
                    "family",
                    "--data",
                    annData)
                .getGroupsList())
        .containsExactly("work");
    assertThat(Cli.text("contacts", "remove", "Bob", "--data", annData)).contains("no contact");
    assertThat(
            Cli.json(ListContactsResponse.newBuilder(), "contacts", "--data", annData)
                .getContactsList())
        .isEmpty();
    assertThat(Cli.text("offers", "--data", bobData)).contains("Not reachable: Ann B");
    fails(ExitCode.NOT_FOUND, "'Bob'", "contacts", "remove", "Bob", "--data", annData);
  }

  @Test
  @Order(9)
  void removingKeepsWhatIsOnesOwn() {
    Cli.text("shares", "remove", "talks", "--with-content", "--data", bobData);
    assertThat(folder.resolve("fetched/talks/first.mp4")).doesNotExist();
    String own =
        ann.engine().shares().stream().filter(s -> s.own()).findFirst().orElseThrow().id().hex();
    Cli.text("shares", "remove", own, "--with-content", "--data", annData);
    assertThat(talks.resolve("first.mp4")).exists();
  }

  @Test
  @Order(10)
  void aSecondPeerOnOneFolderIsRefused() {
    fails(ExitCode.ENVIRONMENT, "already running", "peer", "--no-open", "--data", annData);
  }

  @Test
  @Order(11)
  void whoWaitsForAPeerThatStopsIsToldHowToStartIt() throws Exception {
    String data = folder.resolve("carl").toString();
    PeerNode carl = peer("carl");
    FutureTask<Cli.Outcome> waiting =
        new FutureTask<>(
            () -> Cli.run("get", "magnet:?xt=urn:btih:" + "ab".repeat(20), "--data", data));
    try {
      Thread waiter = Thread.ofVirtual().start(waiting);
      until(() -> !carl.engine().shares().isEmpty() && waiter.getState() == State.TIMED_WAITING);
    } finally {
      carl.close();
    }
    Cli.Outcome outcome = waiting.get(1, TimeUnit.MINUTES);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
    assertThat(outcome.err())
        .contains("mutual peer --data " + data)
        .doesNotContain("mutual.peer.v1");
  }
}
