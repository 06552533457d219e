package mutual.app.town;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mutual.bankserver.BankBooks;
import mutual.bankserver.BankServer;
import mutual.bankserver.MachineEntry;
import mutual.bankserver.MachineReport;
import mutual.bankserver.OutageException;
import mutual.bankserver.PartnerEntry;
import mutual.files.engine.Audience;
import mutual.files.engine.Share;
import mutual.files.engine.ShareStatus;
import mutual.pages.Format;
import mutual.peer.PeerNode;
import mutual.peer.pages.Looks;

/**
 * How a node of the town is doing, in two short lines.
 *
 * @param up whether it is at work
 */
public record Standing(boolean up, String figure, String note) {
  private static final Duration SILENCE_MAX = Duration.ofMinutes(2);

  /** Less than this is the rest of a rate that is measured over some seconds. */
  private static final double QUIET_BYTES_PER_SECOND = 100;

  private static final int NAME_CHARACTERS_MAX = 12;

  /** A bank's standing: what its partners owe it, or it owes them. */
  public static Standing ofBank(BankServer bank) {
    try {
      BankBooks books = bank.books();
      long net = books.partners().stream().mapToLong(PartnerEntry::net).sum();
      boolean reached = books.partners().stream().allMatch(PartnerEntry::reachable);
      String amount = Format.money(Math.abs(net), bank.config().currency());
      return new Standing(
          true,
          net == 0 ? "Owes nothing" : net > 0 ? "Is owed " + amount : "Owes " + amount,
          reached ? "Partners in reach" : "Partner out of reach");
    } catch (OutageException closed) {
      return new Standing(false, "", "Not at work");
    }
  }

  /** A machine's standing, as its bank knows it. */
  public static Standing ofMachine(BankServer bank, String machine) {
    try {
      return bank.books()
          .machine(machine)
          .map(entry -> ofMachine(entry, bank.config().currency(), Instant.now()))
          .orElse(new Standing(false, "", "Not known to its bank"));
    } catch (OutageException closed) {
      return new Standing(false, "", "Its bank is not at work");
    }
  }

  static Standing ofMachine(MachineEntry entry, String currency, Instant now) {
    String cash = Format.money(entry.machine().cash(), currency);
    MachineReport report = entry.report();
    if (report == null) {
      return new Standing(false, cash, "Not heard of yet");
    }
    boolean silent = Duration.between(report.time(), now).compareTo(SILENCE_MAX) > 0;
    return new Standing(
        !silent && report.status().equals("IN_SERVICE"),
        cash,
        silent ? "Silent" : Format.sentence(report.status()));
  }

  /** A peer's standing: what it fetches and gives now, else what it shares and with whom. */
  public static Standing ofPeer(PeerNode peer) {
    List<Share> shares = peer.engine().shares();
    Optional<Share> fetched = shares.stream().filter(Standing::wanting).findFirst();
    double up = 0;
    double down = 0;
    for (Share share : shares) {
      ShareStatus status = share.status();
      // Without a peer a rate is only what is left of one.
      up += status.peers() == 0 ? 0 : status.upBytesPerSecond();
      down += status.peers() == 0 ? 0 : status.downBytesPerSecond();
    }
    boolean gives = up >= QUIET_BYTES_PER_SECOND;
    if (fetched.isPresent()) {
      return new Standing(
          true,
          down >= QUIET_BYTES_PER_SECOND
              ? "Fetches " + Format.rate(down)
              : "Waits for " + things(List.of(fetched.get())),
          Looks.percent(fetched.get().status().progress())
              + (gives ? ", gives " + Format.rate(up) : ""));
    }
    return gives
        ? new Standing(true, "Gives " + Format.rate(up), has(shares))
        : new Standing(true, has(shares), toWhom(peer, shares));
  }

  private static boolean wanting(Share share) {
    return switch (share.status().state()) {
      case DESCRIPTION, CHECKING, FETCHING, TROUBLE -> !share.own();
      case COMPLETE, PAUSED -> false;
    };
  }

  private static String has(List<Share> shares) {
    List<Share> own = shares.stream().filter(Share::own).toList();
    return !own.isEmpty()
        ? "Shares " + things(own)
        : shares.isEmpty() ? "Shares nothing yet" : "Has " + things(shares);
  }

  private static String things(List<Share> shares) {
    String name = shares.getFirst().name();
    return shares.size() > 1
        ? Format.count(shares.size(), "thing", "things")
        : name.length() <= NAME_CHARACTERS_MAX
            ? name
            : name.substring(0, NAME_CHARACTERS_MAX - 1) + "…";
  }

  private static String toWhom(PeerNode peer, List<Share> shares) {
    List<Share> own = shares.stream().filter(Share::own).toList();
    if (own.size() == 1) {
      return switch (own.getFirst().audience()) {
        case Audience all when all.everyone() -> "for everyone";
        case Audience known when known.contacts() -> "for its contacts";
        case Audience some when some.isNobody() -> "for nobody yet";
        case Audience _ -> "for some contacts";
      };
    }
    return Format.count(peer.overlay().contacts().all().size(), "contact", "contacts");
  }
}
