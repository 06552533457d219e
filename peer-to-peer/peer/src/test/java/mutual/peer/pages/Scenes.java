package mutual.peer.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import mutual.files.engine.Audience;
import mutual.files.engine.PeerStatus;
import mutual.files.engine.PrivateLink;
import mutual.files.engine.ShareStatus.State;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import mutual.overlay.LinkState;
import mutual.peer.ContactOffer;
import mutual.peer.Finding;
import mutual.peer.Finding.Level;

/** Peers in the states that their pages must look right in. */
final class Scenes {
  private static final long MIB = 1 << 20;

  private Scenes() {}

  /** A peer on its first day, whose network is fine. */
  static HandMadeSource empty(Path downloads) {
    HandMadeSource source = new HandMadeSource(downloads);
    source.reach =
        new DashboardSource.Reach(
            List.of(new NodeAddress("192.168.1.7", 7000)), Optional.empty(), OptionalInt.of(8));
    source.findings.add(new Finding("Network", Level.GOOD, "This computer has an address.", ""));
    return source;
  }

  /** A peer with contacts, much coming and much going. */
  static HandMadeSource busy(Path downloads) {
    HandMadeSource source = empty(downloads);
    source.reach =
        new DashboardSource.Reach(
            List.of(new NodeAddress("192.168.1.7", 7000), new NodeAddress("2001:db8::7", 7000)),
            Optional.of(Instant.now()),
            OptionalInt.of(312));
    Contact bea = source.contact(1, "Bea", HandMadeSource.reachable(), "family");
    source.contact(
        2,
        "Carl from the chess club",
        new LinkState.Reachable(
            new NodeAddress("198.51.100.4", 7000), LinkState.Source.RECORD, Instant.now()),
        "chess",
        "work");
    source.contact(
        3,
        "Dora",
        new LinkState.Unreachable(
            "192.0.2.9:7000: no answer within 5 s; nothing newer is known",
            HandMadeShare.ADDED,
            Instant.now().plusSeconds(90)));
    source.contact(4, "Emil", new LinkState.Searching(Instant.now()), "family");
    source.neighbours.put(HandMadeSource.node(9), List.of(new NodeAddress("192.168.1.33", 7000)));

    HandMadeShare film = source.add(new HandMadeShare(1, "Sintel (open film)", State.FETCHING));
    film.file("Sintel.webm", 640 * MIB, 0.4).file("Poster.png", 2 * MIB, 1);
    film.file("Subtitles/Sintel.en.srt", 61_000, 1).file("Readme.html", 1_900, 1);
    film.here = 0.42;
    film.content = picture();
    film.secondHalf.countDown();
    film.down = 3.4 * MIB;
    film.up = 0.3 * MIB;
    film.sent = 91 * MIB;
    film.seeds = 2;
    film.peers = peers(bea.id());
    film.trackers = List.of("udp://tracker.example:1337: 41 peers, asked again in 12 min");
    film.audience = Audience.EVERYONE;

    HandMadeShare unknown =
        source.add(new HandMadeShare(2, "Debian 12 network installer", State.DESCRIPTION));
    unknown.audience = Audience.EVERYONE;

    HandMadeShare paused = source.add(new HandMadeShare(3, "Letters 1890–1914", State.PAUSED));
    paused.file("Letters.pdf", 51 * MIB, 0.1).here = 0.1;
    paused.provider = Optional.of(bea.id());

    HandMadeShare holiday = own(source, 4, "Holiday 2026", Audience.CONTACTS, 1_800 * MIB);
    holiday.up = 1.2 * MIB;
    holiday.sent = 7_300 * MIB;
    holiday.peers = peers(bea.id());
    own(source, 5, "Minutes of the chess club", Audience.groups("chess"), 340_000).sent = 900_000;
    own(source, 6, "Draft of a novel.odt", Audience.NOBODY, 2 * MIB);
    own(source, 7, "Mutual 0.1.tar.gz", Audience.EVERYONE, 12 * MIB).sent = 800 * MIB;

    HandMadeShare tone = source.add(new HandMadeShare(8, "Tuning fork.wav", State.FETCHING));
    tone.holding("Tuning fork.wav", tone(10)).here = 0.5;

    source.making.add(
        new DashboardSource.Making(Path.of("/srv/ann/Music/Concert"), 700 * MIB, 2_100 * MIB));
    source.offers.add(
        new ContactOffer(
            bea,
            new PrivateLink(
                bea.id(), new HandMadeShare(77, "", State.FETCHING).id, Optional.empty()),
            "Recipes of grandmother",
            48 * MIB,
            31,
            HandMadeShare.ADDED));
    source.findings.add(
        new Finding(
            "From outside",
            Level.WARNING,
            "Nobody from outside has connected since this peer has started.",
            "Forward TCP port 6881 of your router to this computer, or switch on UPnP there."));
    return source;
  }

  /** A peer for which nothing works. */
  static HandMadeSource failing(Path downloads) {
    HandMadeSource source = new HandMadeSource(downloads);
    source.contact(
        3,
        "Dora",
        new LinkState.Unreachable(
            "no address of it is known any more", HandMadeShare.ADDED, Instant.now()));
    HandMadeShare full = source.add(new HandMadeShare(1, "Sintel (open film)", State.TROUBLE));
    full.trouble =
        "The disk is full: free 370 MiB in /srv/ann/Downloads. It goes on by itself then.";
    full.file("Sintel.webm", 640 * MIB, 0.4).here = 0.4;
    HandMadeShare checking = source.add(new HandMadeShare(2, "Letters", State.CHECKING));
    checking.file("Letters.pdf", 51 * MIB, 0.2).here = 0.2;
    HandMadeShare gone = own(source, 3, "Holiday 2026", Audience.CONTACTS, 1_800 * MIB);
    gone.state = State.TROUBLE;
    gone.trouble = "/srv/ann/Holiday 2026 is not there any more. Put it back, or remove the share.";
    source.findings.add(
        new Finding(
            "Network",
            Level.BAD,
            "This computer has no address that others could reach.",
            "Connect it to a network, by cable or wireless."));
    source.findings.add(
        new Finding("Clock", Level.GOOD, "The clock agrees with those of contacts.", ""));
    return source;
  }

  private static byte[] picture() {
    BufferedImage picture = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 640; x++) {
      for (int y = 0; y < 360; y++) {
        picture.setRGB(x, y, (x / 4) << 16 | (y / 3) << 8 | 90);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      boolean _ = ImageIO.write(picture, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Some seconds of a quiet tone: RIFF WAVE, 16 bits, one channel. */
  static byte[] tone(int seconds) {
    int perSecond = 44_100;
    int bytes = seconds * perSecond * 2;
    ByteBuffer wave = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    wave.put("RIFF".getBytes(UTF_8)).putInt(36 + bytes).put("WAVEfmt ".getBytes(UTF_8));
    wave.putInt(16).putShort((short) 1).putShort((short) 1).putInt(perSecond);
    wave.putInt(perSecond * 2).putShort((short) 2).putShort((short) 16);
    wave.put("data".getBytes(UTF_8)).putInt(bytes);
    for (int i = 0; i < seconds * perSecond; i++) {
      wave.putShort((short) (800 * Math.sin(2 * Math.PI * 440 * i / perSecond)));
    }
    return wave.array();
  }

  private static HandMadeShare own(
      HandMadeSource source, int number, String name, Audience audience, long bytes) {
    HandMadeShare share = source.add(new HandMadeShare(number, name, State.COMPLETE));
    share.file(name, bytes, 1);
    share.own = true;
    share.here = 1;
    share.audience = audience;
    return share;
  }

  private static List<PeerStatus> peers(NodeId contact) {
    return List.of(
        new PeerStatus(
            new InetSocketAddress("192.168.1.20", 7001),
            Optional.of(contact),
            "Mutual 0.1",
            false,
            1,
            2.9 * MIB,
            0,
            200 * MIB,
            0,
            false,
            true,
            false),
        new PeerStatus(
            new InetSocketAddress("203.0.113.5", 51413),
            Optional.empty(),
            "Transmission 3.00",
            true,
            0.31,
            0.5 * MIB,
            0.3 * MIB,
            12 * MIB,
            91 * MIB,
            true,
            false,
            true));
  }
}
