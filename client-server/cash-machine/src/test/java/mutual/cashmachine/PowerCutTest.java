package mutual.cashmachine;

import static org.assertj.core.api.Assertions.assertThat;

import mutual.cashmachine.Choice.Action;
import mutual.cashmachine.OpenTransaction.Stage;
import mutual.cashmachine.OpenTransaction.Withdrawal;
import mutual.cashmachine.devices.Fault;
import org.junit.jupiter.api.Test;

/** Where the power can go, and what the journal makes of it. */
final class PowerCutTest {
  private final MachineRig rig = new MachineRig();

  private void restore() {
    rig.powerOn();
    rig.takeCard();
    rig.pass(60);
  }

  private long taken() {
    return rig.store.get().taken().total();
  }

  @Test
  void reversesWhatWasAskedOnly() {
    cutAfter(JournalEntry.WithdrawalAsked.class);
    restore();
    assertThat(rig.asked).anyMatch(BankRequest.Reverse.class::isInstance);
    assertThat(rig.bank.anythingHeld()).isFalse();
    assertThat(taken()).isZero();
    assertThat(rig.machine().open()).isEmpty();
  }

  @Test
  void reversesWhatWasApprovedButNotStarted() {
    cutAfter(JournalEntry.WithdrawalApproved.class);
    restore();
    assertThat(rig.bank.anythingHeld()).isFalse();
    assertThat(rig.bank.confirmed()).isZero();
    assertThat(taken()).isZero();
  }

  @Test
  void reversesWhenTheDeviceKnowsThatNothingCameOut() {
    cutAfter(JournalEntry.DispenseStarted.class);
    restore();
    assertThat(rig.bank.confirmed()).isZero();
    assertThat(rig.bank.anythingHeld()).isFalse();
  }

  @Test
  void callsAPersonWhenTheDeviceHasForgotten() {
    cutAfter(JournalEntry.DispenseStarted.class);
    rig.faults.set(Fault.DISPENSER_FORGETS, true);
    restore();
    assertThat(rig.machine().open())
        .singleElement()
        .satisfies(t -> assertThat(((Withdrawal) t).stage()).isEqualTo(Stage.UNCERTAIN));
    rig.signIn();
    assertThat(rig.screen().option(Action.WITHDRAW)).isEmpty();
    rig.press(Key.Side.H).takeCard();
    rig.send(new MachineEvent.AttendantCounted(rig.hands().devices().report()));
    assertThat(rig.machine().open()).isEmpty();
    assertThat(rig.bank.anythingHeld()).isFalse();
    assertThat(rig.bank.confirmed()).isZero();
  }

  @Test
  void takesBackAndReversesWhatLayInTheShutter() {
    cutAfter(JournalEntry.DispenseFinished.class);
    assertThat(rig.store.get().shutter().total()).isEqualTo(20_00);
    restore();
    assertThat(rig.store.get().reject().total()).isEqualTo(20_00);
    assertThat(rig.bank.confirmed()).isZero();
    assertThat(rig.bank.anythingHeld()).isFalse();
  }

  @Test
  void confirmsWhatTheCustomerTookInTheDark() {
    cutAfter(JournalEntry.DispenseFinished.class);
    rig.hands().takeCash();
    restore();
    assertThat(rig.bank.confirmed()).isEqualTo(20_00);
    assertThat(taken()).isEqualTo(20_00);
  }

  @Test
  void confirmsWhatWasTaken() {
    cutAfter(JournalEntry.CashTaken.class);
    restore();
    assertThat(rig.bank.confirmed()).isEqualTo(20_00);
    assertThat(rig.machine().open()).isEmpty();
  }

  @Test
  void repeatsAConfirmThatTheBankMayNotHaveHeard() {
    cutAfter(JournalEntry.ConfirmDue.class);
    restore();
    assertThat(rig.bank.confirmed()).isEqualTo(20_00);
  }

  @Test
  void keepsNotesThatTheBankBooked() {
    rig.signIn().choose(Action.DEPOSIT).choose(new Choice.Account(PlayBank.CURRENT));
    rig.insertNotes(Notes.of(20_00, 2));
    cutAfter(JournalEntry.DepositAccepted.class, () -> rig.choose(Action.ACCEPT));
    restore();
    assertThat(rig.bank.deposited).isEqualTo(40_00);
    assertThat(rig.store.get().deposits().total()).isEqualTo(40_00);
    assertThat(rig.machine().open()).isEmpty();
  }

  @Test
  void asksAgainForADepositWhoseAnswerIsUnknown() {
    rig.signIn().choose(Action.DEPOSIT).choose(new Choice.Account(PlayBank.CURRENT));
    rig.insertNotes(Notes.of(20_00, 2));
    cutAfter(JournalEntry.DepositAsked.class, () -> rig.choose(Action.ACCEPT));
    restore();
    assertThat(rig.bank.deposited).isEqualTo(40_00);
    assertThat(rig.store.get().deposits().total()).isEqualTo(40_00);
  }

  @Test
  void returnsNotesThatTheBankWasNeverAskedAbout() {
    rig.signIn().choose(Action.DEPOSIT).choose(new Choice.Account(PlayBank.CURRENT));
    rig.insertNotes(Notes.of(20_00, 2));
    rig.cutPower();
    restore();
    assertThat(rig.store.get().escrow()).isEqualTo(Notes.NONE);
    assertThat(rig.store.get().inserted()).isEqualTo(Notes.NONE);
  }

  @Test
  void keepsNotesOfARefusedDepositForTheirOwnerToFetch() {
    rig.signIn().choose(Action.DEPOSIT).choose(new Choice.Account(PlayBank.CURRENT));
    rig.insertNotes(Notes.of(20_00, 2));
    cutAfter(JournalEntry.DepositAsked.class, () -> rig.choose(Action.ACCEPT));
    rig.bank.pin = "changed elsewhere";
    restore();
    assertThat(rig.bank.deposited).isZero();
    assertThat(rig.machine().attention())
        .singleElement()
        .isInstanceOf(JournalEntry.DepositHeld.class);
    assertThat(new Machine(rig.profile, rig.entries()).attention()).hasSize(1);
  }

  /** Withdraws 20 EUR; the power goes right after this entry is on disk. */
  private void cutAfter(Class<? extends JournalEntry> entry) {
    cutAfter(
        entry,
        () -> {
          rig.withdraw(20_00);
          if (rig.powerOn) {
            rig.takeCash();
          }
        });
  }

  private void cutAfter(Class<? extends JournalEntry> entry, Runnable actions) {
    rig.cutAfter = entry;
    actions.run();
    assertThat(rig.powerOn).isFalse();
    assertThat(rig.entries().getLast()).isInstanceOf(entry);
    rig.cutAfter = null;
  }
}
