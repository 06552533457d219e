package mutual.app.demo;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import mutual.app.AmountText;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.bank.ExchangeView;
import mutual.bankserver.DemoSeed;
import mutual.cashmachine.Notes;
import mutual.cashmachine.devices.CutPoint;
import mutual.cashmachine.node.CashMachineNode;

/**
 * The demo's scenes, walked through by a program: each does something at a machine, says what the
 * machine answered and what both banks' books then say, and checks that it came out as it should;
 * then one among peers.
 */
final class Tour {
  private static final Duration SETTLE_MAX = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 20;
  private static final long FEE =
      mutual.bankserver.BankServerConfig.DEFAULT_FEES.foreignWithdrawal();
  private static final int EXCHANGES_MAX = 500;

  private final DemoTown town;
  private final Output out;
  private final TourChecks checks;
  private final List<Value> scenes = new ArrayList<>();
  private int number;

  Tour(DemoTown town, Output out) {
    this.town = town;
    this.out = out;
    this.checks = new TourChecks(town);
  }

  /** Walks all scenes and audits; true if all came out as they should and nothing is missing. */
  boolean walk() {
    say("Two banks, a cash machine at each; any free ports; nobody watching.");
    balances();
    CashMachineNode north = town.northMachine();
    CashMachineNode south = town.southMachine();
    DemoSeed.DemoCard anna = card(town.north(), 0);
    DemoSeed.DemoCard ben = card(town.north(), 1);
    DemoSeed.DemoCard clara = card(town.north(), 2);
    DemoSeed.DemoCard southAnna = card(town.south(), 0);
    DemoSeed.DemoCard southDavid = card(town.south(), 3);

    scene(
        "Anna takes 100 EUR at her own bank's machine",
        () -> withdraw(town.north(), anna, north, 100_00, 0));
    scene(
        "Southbank's David takes 150 EUR at Northbank's machine, and accepts the fee",
        () -> withdraw(town.south(), southDavid, north, 150_00, FEE));
    scene(
        "Northbank's Anna takes 40 EUR at Southbank's machine, and accepts the fee",
        () -> withdraw(town.north(), anna, south, 40_00, FEE));
    scene("Ben pays in 70 EUR in notes", () -> deposit(ben, north));
    scene("Ben sends 25 EUR to an account at Southbank", () -> transfer(ben, north, southAnna));
    scene("Clara types a wrong PIN three times", () -> wrongPin(clara, north));
    scene(
        "Southbank's answer is lost while David asks for 50 EUR at Northbank's machine",
        () -> lostAnswer(southDavid, north));
    scene(
        "Northbank's machine loses power while it picks Anna's notes",
        () -> powerCut(town.north(), anna, north, CutPoint.PICKING, 60_00, 0));
    scene(
        "Southbank's machine loses power with Ben's notes in the shutter",
        () -> powerCut(town.north(), ben, south, CutPoint.PRESENTED, 20_00, FEE));
    String peers = "Ada invites Bob, and shares a folder with him alone; Cleo has the link too";
    begin(peers);
    end(peers, new PeerScene(town.folder(), checks, this::say).play());
    return audit();
  }

  private static DemoSeed.DemoCard card(DemoTown.Bank bank, int index) {
    return bank.cards().get(index);
  }

  private String withdraw(
      DemoTown.Bank issuer,
      DemoSeed.DemoCard card,
      CashMachineNode machine,
      long amount,
      long fee) {
    long before = balance(issuer, card);
    Notes taken = machine.contents().taken();
    Visitor.Visit visit = new Visitor(machine, card.number(), card.pin()).withdraw(amount);
    settle();
    long got = machine.contents().taken().total() - taken.total();
    checks.expect("the machine paid out", amount, got);
    checks.expect("the account went down", amount + fee, before - balance(issuer, card));
    return visit.said();
  }

  private String deposit(DemoSeed.DemoCard card, CashMachineNode machine) {
    long before = balance(town.north(), card);
    Notes notes = Visitor.someNotes();
    Visitor.Visit visit = new Visitor(machine, card.number(), card.pin()).deposit(notes);
    settle();
    checks.expect("the account went up", notes.total(), balance(town.north(), card) - before);
    return visit.said();
  }

  private String transfer(
      DemoSeed.DemoCard card, CashMachineNode machine, DemoSeed.DemoCard receiver) {
    long amount = 25_00;
    long before = balance(town.north(), card);
    long receiverBefore = balance(town.south(), receiver);
    Visitor.Visit visit =
        new Visitor(machine, card.number(), card.pin()).transfer(receiver.account(), amount);
    settle();
    checks.expect("the sender's account went down", amount, before - balance(town.north(), card));
    checks.expect(
        "the receiver's account went up", amount, balance(town.south(), receiver) - receiverBefore);
    return visit.said();
  }

  private String wrongPin(DemoSeed.DemoCard card, CashMachineNode machine) {
    long before = balance(town.north(), card);
    String wrong = card.pin().equals("1357") ? "2468" : "1357";
    Visitor.Visit visit = new Visitor(machine, card.number(), wrong).withdraw(20_00);
    settle();
    mutual.bank.Bank.CardView now =
        town.north().server().books().card(card.number()).orElseThrow().card();
    checks.expect("tries left", 0, now.pinTriesLeft());
    checks.expect("the account went down", 0, before - balance(town.north(), card));
    // So that the card can be tried again: what the bank's people would do.
    machine.takeRetainedCards();
    var _ = town.north().server().office().unblockCard(card.number()).orThrow();
    return visit.said();
  }

  private String lostAnswer(DemoSeed.DemoCard card, CashMachineNode machine) {
    long before = balance(town.south(), card);
    Notes taken = machine.contents().taken();
    int known = town.south().server().books().exchanges(null, EXCHANGES_MAX, false).size();
    town.wire().eat();
    Thread watcher = Thread.ofVirtual().start(() -> repairOnceGivenUp(known));
    Visitor.Visit visit = new Visitor(machine, card.number(), card.pin()).withdraw(50_00);
    try {
      watcher.join(SETTLE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    town.wire().stopEating();
    settle();
    checks.expect("the machine paid out", 0, machine.contents().taken().total() - taken.total());
    checks.expect("the account went down", 0, before - balance(town.south(), card));
    return visit.said();
  }

  /** The wire works again once Southbank holds the money and Northbank has given up waiting. */
  private void repairOnceGivenUp(int known) {
    await(
        "Southbank holds the money",
        () -> town.south().server().books().exchanges(null, EXCHANGES_MAX, false).size() > known);
    say("   Southbank holds 50.00 EUR plus fee, and its answer is gone.");
    await(
        "Northbank gives up waiting",
        () ->
            town.north().server().books().exchanges(null, 1, true).stream()
                .anyMatch(exchange -> exchange.state() == ExchangeView.State.REVERSING));
    say("   Northbank has given up and asks for the reversal until it is acknowledged.");
    town.wire().stopEating();
  }

  private String powerCut(
      DemoTown.Bank issuer,
      DemoSeed.DemoCard card,
      CashMachineNode machine,
      CutPoint point,
      long amount,
      long fee) {
    long before = balance(issuer, card);
    Notes taken = machine.contents().taken();
    machine.cutPowerAt(point);
    Visitor.Visit visit = new Visitor(machine, card.number(), card.pin()).withdraw(amount);
    if (!visit.powerFailed()) {
      throw new CommandFailure(ExitCode.REFUSED, "the power did not fail: " + visit.said());
    }
    say("   Dark: " + point.meaning() + ". The power comes back in a moment …");
    Visitor.collect(machine);
    settle();
    long got = machine.contents().taken().total() - taken.total();
    checks.expect(
        "the account went down", got == 0 ? 0 : got + fee, before - balance(issuer, card));
    return got == 0
        ? "it found nothing paid out and reversed the withdrawal"
        : "it found " + AmountText.of(got, "EUR") + " paid out and confirmed them";
  }

  private long balance(DemoTown.Bank bank, DemoSeed.DemoCard card) {
    return bank.server().books().account(card.account()).orElseThrow().account().balance();
  }

  private void scene(String title, Supplier<String> play) {
    begin(title);
    String answer = play.get();
    say("   The machine: " + answer);
    end(title, answer);
    balances();
  }

  private void begin(String title) {
    number++;
    say("");
    say(number + ". " + title);
    checks.begin();
  }

  private void end(String title, String answer) {
    checks.findings().forEach(finding -> say("   NOT AS EXPECTED: " + finding));
    scenes.add(
        Value.newBuilder()
            .setStructValue(
                Struct.newBuilder()
                    .putFields("title", text(title))
                    .putFields("answer", text(answer))
                    .putFields(
                        "passed",
                        Value.newBuilder().setBoolValue(checks.findings().isEmpty()).build()))
            .build());
  }

  private void balances() {
    say("   " + Balances.of(town.north().server()).line());
    say("   " + Balances.of(town.south().server()).line());
  }

  private boolean audit() {
    say("");
    say("Audit");
    checks.begin();
    checks.audit();
    checks.passed().forEach(line -> say("   ok      " + line));
    checks.findings().forEach(line -> say("   FAILED  " + line));
    boolean right = checks.allPassed();
    say("");
    say(right ? "Not a cent is missing." : "NOT AS IT SHOULD BE: see above.");
    if (out.isJson()) {
      out.answer(
          Struct.newBuilder()
              .putFields("balanced", Value.newBuilder().setBoolValue(right).build())
              .putFields(
                  "scenes",
                  Value.newBuilder()
                      .setListValue(ListValue.newBuilder().addAllValues(scenes))
                      .build())
              .build(),
          _ -> {});
    }
    return right;
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private void say(String line) {
    if (!out.isJson()) {
      out.line(line);
    }
  }

  /** Waits until neither bank has anything open with the other or with a machine. */
  private void settle() {
    await("both banks have finished everything", checks::quiet);
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + SETTLE_MAX.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > end) {
          throw new CommandFailure(ExitCode.REFUSED, "still not so: " + what);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
