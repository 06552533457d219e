package mutual.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import mutual.middleware.NodeId;
import mutual.middleware.SecretFiles;
import mutual.overlay.bencode.BString;

/**
 * The invitations that this peer has written and that have not expired. The file holds only the
 * hash of each secret: a line each, {@code <hash> <expiry> <used by, or -> <name, or -> <groups>}.
 * Safe for use by many threads.
 */
final class InvitationBook {
  /** Invitations that may be open at a time. */
  static final int INVITATIONS_MAX = 100;

  static final Duration VALID_MAX = Duration.ofDays(30);

  private static final String NONE = "-";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** What becomes of a contact that accepts, and who has. */
  private record Open(
      Instant expires, Optional<NodeId> usedBy, Optional<String> name, SortedSet<String> groups) {}

  /** How an attempt to use an invitation ends, in order of precedence. */
  enum Outcome {
    ACCEPTED,
    UNKNOWN,
    EXPIRED,
    USED
  }

  /**
   * An outcome and, if accepted, what the new contact is to be called here (if that was said) and
   * its groups.
   */
  record Use(Outcome outcome, Optional<String> name, SortedSet<String> groups) {
    static Use refused(Outcome outcome) {
      return new Use(outcome, Optional.empty(), new TreeSet<>());
    }
  }

  private final Path file;
  private final Clock clock;
  private final Map<String, Open> invitations = new LinkedHashMap<>();

  InvitationBook(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file)) {
          read(line);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + file, e);
      }
    }
  }

  private void read(String line) {
    String[] words = line.split(" ", -1);
    try {
      SortedSet<String> groups = new TreeSet<>();
      for (String group : words[4].split(",", -1)) {
        if (!group.isEmpty()) {
          groups.add(URLDecoder.decode(group, UTF_8));
        }
      }
      invitations.put(
          words[0],
          new Open(
              Instant.ofEpochSecond(Long.parseLong(words[1])),
              words[2].equals(NONE) ? Optional.empty() : Optional.of(NodeId.parse(words[2])),
              words[3].equals(NONE)
                  ? Optional.empty()
                  : Optional.of(URLDecoder.decode(words[3], UTF_8)),
              groups));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalStateException(file + " is damaged at: " + line, e);
    }
  }

  private void write() {
    StringBuilder text = new StringBuilder();
    invitations.forEach(
        (hash, open) -> {
          List<String> groups = new ArrayList<>();
          open.groups.forEach(group -> groups.add(URLEncoder.encode(group, UTF_8)));
          text.append(hash)
              .append(' ')
              .append(open.expires.getEpochSecond())
              .append(' ')
              .append(open.usedBy.map(NodeId::toString).orElse(NONE))
              .append(' ')
              .append(open.name.map(name -> URLEncoder.encode(name, UTF_8)).orElse(NONE))
              .append(' ')
              .append(String.join(",", groups))
              .append('\n');
        });
    SecretFiles.replace(file, text.toString(), true);
  }

  /**
   * Makes the secret of a new invitation.
   *
   * @param name what the contact is to be called here; its own wish if empty
   */
  synchronized BString issue(Optional<String> name, SortedSet<String> groups, Instant expires) {
    name.ifPresent(Contact::checkName);
    groups.forEach(Contact::checkName);
    forgetExpired();
    if (invitations.size() >= INVITATIONS_MAX) {
      throw new IllegalStateException(
          "There are " + INVITATIONS_MAX + " invitations already; let some be used or expire");
    }
    if (expires.isAfter(clock.instant().plus(VALID_MAX))) {
      throw new IllegalArgumentException(
          "An invitation is valid for at most " + VALID_MAX.toDays() + " days");
    }
    byte[] secret = new byte[Invitation.SECRET_BYTES];
    RANDOM.nextBytes(secret);
    BString made = BString.of(secret);
    invitations.put(hash(made), new Open(expires, Optional.empty(), name, groups));
    write();
    return made;
  }

  /** Uses an invitation up; who has used it may do so again. */
  synchronized Use use(BString secret, NodeId caller) {
    String hash = hash(secret);
    Open open = invitations.get(hash);
    if (open == null) {
      return Use.refused(Outcome.UNKNOWN);
    }
    if (open.usedBy.isPresent()) {
      return open.usedBy.get().equals(caller)
          ? new Use(Outcome.ACCEPTED, open.name, open.groups)
          : Use.refused(Outcome.USED);
    }
    if (clock.instant().isAfter(open.expires)) {
      return Use.refused(Outcome.EXPIRED);
    }
    invitations.put(hash, new Open(open.expires, Optional.of(caller), open.name, open.groups));
    write();
    return new Use(Outcome.ACCEPTED, open.name, open.groups);
  }

  /** Whether there is an invitation that a stranger may still accept, or repeat having accepted. */
  synchronized boolean anyOpen() {
    Instant now = clock.instant();
    return invitations.values().stream().anyMatch(open -> !now.isAfter(open.expires));
  }

  private void forgetExpired() {
    Instant now = clock.instant();
    invitations.values().removeIf(open -> now.isAfter(open.expires));
  }

  private static String hash(BString secret) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.bytes());
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The JDK lacks SHA-256", e);
    }
  }
}
