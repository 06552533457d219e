package mutual.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mutual.files.engine.Audience;
import mutual.files.engine.FetchPlan;
import mutual.files.engine.PrivateLink;
import mutual.files.engine.Share;
import mutual.files.engine.ShareStatus;
import mutual.peer.PeerNode;

/**
 * The tour's scene among peers: an invitation, a folder for one contact, a link that is worth
 * nothing in other hands, and a right that is taken back in the middle of a file.
 */
final class PeerScene {
  /** Slow enough that a right can be taken back before all has been given. */
  private static final long SLOW_BYTES_PER_SECOND = 500_000;

  private final Path folder;
  private final TourChecks checks;
  private final Consumer<String> say;

  /**
   * @param folder takes a folder for this scene, which is gone afterwards
   */
  PeerScene(Path folder, TourChecks checks, Consumer<String> say) {
    this.folder = folder;
    this.checks = checks;
    this.say = say;
  }

  /** Plays it; returns how it ended. */
  String play() {
    try {
      Path own = Files.createTempDirectory(folder, "peers-");
      try (PeerNode ada = DemoPeer.start(own.resolve("ada"), "Ada", 0);
          PeerNode bob = DemoPeer.start(own.resolve("bob"), "Bob", 0);
          PeerNode cleo = DemoPeer.start(own.resolve("cleo"), "Cleo", 0)) {
        invite(ada, bob, cleo);
        album(ada, bob, cleo);
        takenBack(ada, bob);
      }
      DemoFolder.delete(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "Bob has the folder, Cleo nothing, and what was taken back ended in the middle";
  }

  private void invite(PeerNode ada, PeerNode bob, PeerNode cleo) {
    DemoPeer.befriend(ada, bob);
    DemoPeer.befriend(ada, cleo);
    for (PeerNode guest : List.of(bob, cleo)) {
      Tour.await(
          guest.name() + " and Ada reach each other",
          () -> DemoPeer.reaches(ada, guest) && DemoPeer.reaches(guest, ada));
    }
    checks.expect("Bob and Cleo do not know each other", !DemoPeer.knows(bob, cleo.id()));
    say.accept("   Ada knows Bob and Cleo now, each by key; they do not know each other.");
  }

  private void album(PeerNode ada, PeerNode bob, PeerNode cleo) throws IOException {
    Path album = DemoContent.album(ada.config().folder());
    Share given = DemoPeer.share(ada, album, Audience.peers(bob.id()));
    Share stolen = fetch(cleo, given);
    Share fetched = fetch(bob, given);
    Tour.await("Bob has the whole folder", () -> complete(fetched));
    checks.expect(
        "every file is the same at Bob's and at Ada's",
        same(album, bob.config().downloads().resolve(given.name())));
    checks.expect("Ada offers it to Bob", bob.offers().size() == 1);
    checks.expect("Ada does not offer it to Cleo", cleo.offers().isEmpty());
    checks.expect(
        "Cleo learns nothing from the link, not even the names",
        stolen.info().isEmpty() && stolen.status().receivedBytes() == 0);
    say.accept("   Bob has fetched it, byte for byte. Cleo's link opens nothing.");
  }

  private void takenBack(PeerNode ada, PeerNode bob) throws IOException {
    Path bells = DemoContent.bells(ada.config().folder());
    ada.engine().limits(SLOW_BYTES_PER_SECOND, 0);
    Share given = DemoPeer.share(ada, bells, Audience.CONTACTS);
    Share begun = fetch(bob, given);
    Tour.await("Bob gets a sound", () -> given.status().sentBytes() > 0);
    given.audience(Audience.NOBODY);
    Tour.await("both have hung up", () -> given.peers().isEmpty() && begun.peers().isEmpty());
    long sent = given.status().sentBytes();
    checks.expect("less than all of it went out", sent < Files.size(bells));
    checks.expect("Ada offers it no more", bob.offers().size() == 1);
    checks.expect("nothing went out afterwards", sent, given.status().sentBytes());
    checks.expect("Bob has only a part", !complete(begun));
    say.accept("   A sound was on its way to Bob: Ada took it back, and it ended at once.");
  }

  private static Share fetch(PeerNode peer, Share given) throws IOException {
    return peer.engine()
        .fetch(PrivateLink.parse(given.link()), FetchPlan.into(peer.config().downloads()));
  }

  private static boolean complete(Share share) {
    return share.status().state() == ShareStatus.State.COMPLETE;
  }

  /** Whether two folders hold the same files with the same content. */
  private static boolean same(Path one, Path other) throws IOException {
    return contents(one).equals(contents(other))
        && contents(one).stream()
            .allMatch(file -> sameFile(one.resolve(file), other.resolve(file)));
  }

  private static boolean sameFile(Path one, Path other) {
    try {
      return Files.mismatch(one, other) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> contents(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      return all.filter(Files::isRegularFile).map(top::relativize).sorted().toList();
    }
  }
}
