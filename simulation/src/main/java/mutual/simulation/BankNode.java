package mutual.simulation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import mutual.bank.Bank;
import mutual.bank.BankLimits;
import mutual.bank.BankListener;
import mutual.bank.Command;
import mutual.bank.CommandCodec;
import mutual.bank.ExchangeView;
import mutual.bank.PartnerAnswer;
import mutual.bank.PartnerMessage;
import mutual.bank.Reply;
import mutual.journal.FaultyFileSystem;
import mutual.journal.JournalConfig;
import mutual.journal.SynchronousLog;
import org.jspecify.annotations.Nullable;

/**
 * A bank's server in the simulation: the real core on the real log, on a disk that loses what was
 * not synced. It does what the bank server does around the core: sends outstanding messages until
 * they are answered, gives up requests without an answer, and lets machines wait for the outcome.
 */
final class BankNode {
  private static final long REQUEST_TIMEOUT_MILLIS = 8_000;
  private static final long RESEND_MILLIS_MIN = 500;
  private static final long RESEND_MILLIS_MAX = 30_000;
  private static final int OUTSTANDING_MAX = 100_000;
  private static final int SEGMENT_BYTES = 1 << 18;
  private static final int COMMAND_BYTES_MAX = 1 << 14;

  private final String code;
  private final EventQueue queue;
  private final Network network;
  private final SplittableRandom random;
  private final FaultyFileSystem disk;
  private final JournalConfig config;
  private final Map<String, BankNode> partners = new HashMap<>();
  private final Set<UUID> sending = new HashSet<>();
  private final Map<UUID, List<Consumer<ExchangeView>>> waiting = new HashMap<>();
  private final List<UUID> changed = new ArrayList<>();
  private @Nullable SynchronousLog<Bank, Reply> log;
  private int life;
  private int crashes;
  private long projected;
  private boolean touched;

  BankNode(String code, EventQueue queue, Network network, SplittableRandom random) {
    this.code = code;
    this.queue = queue;
    this.network = network;
    this.random = random;
    this.disk = new FaultyFileSystem(random.split());
    this.config =
        JournalConfig.in(Path.of("/" + code))
            .withFiles(disk)
            .withSizes(SEGMENT_BYTES, 2 * COMMAND_BYTES_MAX, COMMAND_BYTES_MAX)
            .withClock(() -> Instant.ofEpochMilli(queue.nowMillis()))
            .withSalts(random.split()::nextLong);
  }

  String code() {
    return code;
  }

  int crashes() {
    return crashes;
  }

  boolean running() {
    return log != null;
  }

  /** True if anything has been applied since this was asked last. */
  boolean touched() {
    boolean was = touched;
    touched = false;
    return was;
  }

  void befriend(BankNode partner) {
    partners.put(partner.code, partner);
  }

  BankNode partner(String partnerCode) {
    return Objects.requireNonNull(partners.get(partnerCode), partnerCode);
  }

  /** Opens the log, as after any crash, and takes up what is outstanding. */
  void start() {
    life++;
    sending.clear();
    waiting.clear();
    changed.clear();
    try {
      SynchronousLog<Bank, Reply> opened =
          SynchronousLog.open(config, () -> new Bank(BankLimits.DEFAULT));
      log = opened;
      boolean _ =
          opened
              .read(
                  bank -> {
                    bank.listen(
                        new BankListener() {
                          @Override
                          public void exchangeChanged(UUID exchange) {
                            changed.add(exchange);
                          }
                        });
                    return true;
                  })
              .join();
    } catch (IOException e) {
      if (!disk.powerIsCut()) {
        throw new IllegalStateException(code + " cannot open its log again", e);
      }
      down();
      return;
    }
    query(bank -> bank.outstanding(OUTSTANDING_MAX)).forEach(message -> take(message));
  }

  /** Power cut or kill -9, at once or in the middle of one of the next disk operations. */
  void crash() {
    crashes++;
    life++;
    if (random.nextBoolean()) {
      disk.cutPower();
    } else {
      disk.killProcess();
    }
    log = null;
  }

  void crashSoon() {
    disk.cutPowerAt(random.nextInt(1, 12));
  }

  void restart() {
    if (disk.powerIsCut()) {
      disk.restart();
    }
    start();
  }

  /**
   * Applies a command; empty if the bank went down with it, in which case it may or may not have
   * been applied.
   */
  @Nullable Reply apply(Command command) {
    SynchronousLog<Bank, Reply> open = log;
    if (open == null) {
      return null;
    }
    touched = true;
    CompletableFuture<Reply> future = open.append(CommandCodec.encode(command));
    try {
      Reply reply = future.join();
      onChanges();
      return reply;
    } catch (CompletionException e) {
      if (!disk.powerIsCut()) {
        throw new IllegalStateException(code + " failed without a fault, at " + command, e);
      }
      down();
      return null;
    }
  }

  /** As {@link #apply}, in the calm before and after the storm. */
  Reply applySurely(Command command) {
    Reply reply = apply(command);
    if (reply == null) {
      throw new IllegalStateException(code + " is down");
    }
    return reply;
  }

  <T extends @Nullable Object> T query(Function<Bank, T> query) {
    SynchronousLog<Bank, Reply> open = log;
    if (open == null) {
      throw new IllegalStateException(code + " is down");
    }
    return open.<T>read(query).join();
  }

  void snapshot() {
    SynchronousLog<Bank, Reply> open = log;
    if (open == null) {
      return;
    }
    try {
      open.snapshot().join();
    } catch (CompletionException e) {
      if (!disk.powerIsCut()) {
        throw new IllegalStateException(code + " cannot take a snapshot", e);
      }
      down();
    }
  }

  /** The statement database takes what is new, so that the core can forget it. */
  void project() {
    if (log == null) {
      return;
    }
    long last = query(Bank::lastPosting);
    if (last > projected) {
      List<Bank.Posting> postings = query(bank -> bank.postings(projected, 10_000));
      for (Bank.Posting posting : postings) {
        if (posting.sequence() != projected + 1) {
          throw new IllegalStateException(
              code + " skips from posting " + projected + " to " + posting.sequence());
        }
        projected = posting.sequence();
      }
      if (projected > 0) {
        apply(new Command.PostingsProjected(projected));
      }
    }
  }

  /** Waits for the outcome of a request to another bank. */
  void await(UUID exchange, Consumer<ExchangeView> outcome) {
    if (log == null) {
      return;
    }
    ExchangeView now = query(bank -> bank.exchange(exchange));
    if (now != null && decided(now)) {
      outcome.accept(now);
    } else {
      waiting.computeIfAbsent(exchange, ignored -> new ArrayList<>()).add(outcome);
    }
  }

  private static boolean decided(ExchangeView exchange) {
    return exchange.state() != ExchangeView.State.REQUESTED
        && exchange.state() != ExchangeView.State.OFFERED;
  }

  private void onChanges() {
    while (!changed.isEmpty() && log != null) {
      UUID id = changed.removeLast();
      ExchangeView exchange = query(bank -> bank.exchange(id));
      Bank.OutstandingMessage message = query(bank -> bank.outstanding(id));
      if (message != null) {
        take(message);
      }
      if (exchange != null && decided(exchange)) {
        List<Consumer<ExchangeView>> waiters = waiting.remove(id);
        if (waiters != null) {
          waiters.forEach(waiter -> waiter.accept(exchange));
        }
      }
    }
  }

  private void take(Bank.OutstandingMessage message) {
    UUID id = message.message().id();
    if (message.message().kind() == PartnerMessage.Kind.AUTHORISE) {
      long left = message.sinceMillis() + REQUEST_TIMEOUT_MILLIS - queue.nowMillis();
      int askedIn = life;
      queue.after(left, code + " gives up request " + id, () -> giveUp(id, askedIn));
    }
    if (sending.add(id)) {
      send(id, RESEND_MILLIS_MIN, life);
    }
  }

  private void giveUp(UUID id, int askedIn) {
    if (askedIn == life && log != null) {
      apply(new Command.RequestUnanswered(id));
    }
  }

  private void send(UUID id, long resendMillis, int sentIn) {
    if (sentIn != life || log == null) {
      return;
    }
    Bank.OutstandingMessage outstanding = query(bank -> bank.outstanding(id));
    if (outstanding == null) {
      sending.remove(id);
      return;
    }
    BankNode partner = partner(outstanding.bankCode());
    PartnerMessage message = outstanding.message();
    network.send(
        code,
        partner.code,
        message.kind() + " " + id,
        () ->
            partner.receive(
                code,
                message,
                answer ->
                    network.send(
                        partner.code,
                        code,
                        "answer to " + message.kind() + " " + id + ": " + answer,
                        () -> apply(new Command.PartnerAnswered(id, message.kind(), answer)))));
    queue.after(
        resendMillis + random.nextLong(RESEND_MILLIS_MIN),
        code + " looks after " + id,
        () -> send(id, Math.min(2 * resendMillis, RESEND_MILLIS_MAX), sentIn));
  }

  private void receive(String from, PartnerMessage message, Consumer<PartnerAnswer> answer) {
    Command command =
        new Command.FromPartner(
            from,
            message,
            message instanceof PartnerMessage.Authorise authorise
                ? Pins.verifier(authorise.card(), Pins.parse(authorise.sealedPin()))
                : null);
    switch (apply(command)) {
      case null -> {}
      case Reply.ToPartner reply -> answer.accept(reply.answer());
      case Reply.Refused refused ->
          answer.accept(new PartnerAnswer.No(refused.refusal(), refused.pinTriesLeft()));
      case Reply other -> throw new IllegalStateException(code + " answered " + other);
    }
  }

  private void down() {
    crashes++;
    life++;
    log = null;
  }
}
