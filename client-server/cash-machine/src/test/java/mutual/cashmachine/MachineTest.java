package mutual.cashmachine;

import static org.assertj.core.api.Assertions.assertThat;

import mutual.cashmachine.Choice.Action;
import mutual.cashmachine.devices.Fault;
import org.junit.jupiter.api.Test;

/** What a customer sees, flow by flow. */
final class MachineTest {
  private final MachineRig rig = new MachineRig();

  @Test
  void withdrawsAQuickAmount() {
    rig.signIn().choose(Action.WITHDRAW).choose(new Choice.Amount(100_00));
    assertThat(rig.screen().option(Action.FEW_NOTES).orElseThrow().detail()).isEqualTo("2 × 50");
    rig.choose(Action.FEW_NOTES);
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.TAKE_CASH);
    assertThat(rig.bank.anythingHeld()).isTrue();
    rig.takeCash();
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.RESULT);
    assertThat(rig.bank.confirmed()).isEqualTo(100_00);
    rig.choose(Action.RECEIPT);
    assertThat(rig.hands().receipt()).contains("CASH WITHDRAWAL");
    assertThat(String.join("\n", rig.hands().receipt())).doesNotContain(PlayBank.CARD);
    rig.choose(Action.TAKE_CARD).takeCard();
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.IDLE);
    assertThat(rig.machine().open()).isEmpty();
    assertThat(rig.store.get().taken()).isEqualTo(Notes.of(50_00, 2));
  }

  @Test
  void paysSmallNotesToWhoWantsThem() {
    rig.signIn()
        .choose(Action.WITHDRAW)
        .choose(new Choice.Amount(100_00))
        .choose(Action.WITH_SMALL)
        .takeCash();
    assertThat(rig.store.get().taken().counts()).hasSize(4);
    assertThat(rig.bank.confirmed()).isEqualTo(100_00);
  }

  @Test
  void refusesWhatNotesCannotMakeUpBeforeTheBankIsAsked() {
    rig.signIn().choose(Action.WITHDRAW).choose(Action.OTHER_AMOUNT).type("33");
    assertThat(rig.screen().text()).contains("cannot be made up");
    assertThat(rig.screen().option(new Choice.Amount(30_00))).isPresent();
    assertThat(rig.screen().option(new Choice.Amount(35_00))).isPresent();
    assertThat(rig.asked).noneMatch(BankRequest.Authorise.class::isInstance);
    rig.choose(new Choice.Amount(35_00)).takeCash();
    assertThat(rig.bank.confirmed()).isEqualTo(35_00);
  }

  @Test
  void showsTheFeeAndMovesNothingUntilItIsAccepted() {
    rig.bank.own = false;
    rig.bank.fee = 3_50;
    rig.signIn().choose(Action.WITHDRAW).choose(new Choice.Amount(20_00));
    rig.choose(Action.FEW_NOTES);
    assertThat(rig.screen().headline()).isEqualTo("€3.50");
    assertThat(rig.asked).noneMatch(BankRequest.Authorise.class::isInstance);
    // The key that leaves every other screen must not accept a fee.
    rig.press(Key.Side.H);
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.MENU);
    assertThat(rig.bank.exchanges).isEmpty();
    rig.choose(Action.WITHDRAW).choose(new Choice.Amount(20_00)).choose(Action.FEW_NOTES);
    rig.choose(Action.ACCEPT).takeCash();
    assertThat(rig.asked)
        .filteredOn(BankRequest.Authorise.class::isInstance)
        .singleElement()
        .satisfies(r -> assertThat(((BankRequest.Authorise) r).acceptedFee()).isEqualTo(3_50));
  }

  @Test
  void offersOtherBanksCardsNoMoreThanItCanDo() {
    rig.bank.own = false;
    rig.signIn();
    assertThat(rig.screen().option(Action.WITHDRAW)).isPresent();
    assertThat(rig.screen().option(Action.DEPOSIT)).isEmpty();
    assertThat(rig.screen().option(Action.CHANGE_PIN)).isEmpty();
  }

  @Test
  void tellsAWrongPinAndKeepsTheCardAfterTheThird() {
    rig.insertCard().type("1111");
    assertThat(rig.screen().text()).contains("2 tries left");
    rig.type("1112").type("1113");
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.CARD_RETAINED);
    assertThat(rig.store.get().retained()).containsExactly(PlayBank.CARD);
    rig.pass(20);
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.IDLE);
  }

  @Test
  void reversesWhenTheBankIsSilent() {
    rig.signIn();
    rig.answerArrives = r -> !(r instanceof BankRequest.Authorise);
    rig.choose(Action.WITHDRAW).choose(new Choice.Amount(20_00)).choose(Action.FEW_NOTES);
    assertThat(rig.screen().text()).contains("did not answer in time");
    assertThat(rig.bank.anythingHeld()).isFalse();
    assertThat(rig.store.get().taken()).isEqualTo(Notes.NONE);
    assertThat(rig.machine().open()).isEmpty();
  }

  @Test
  void repeatsTheConfirmUntilTheBankAnswers() {
    rig.signIn();
    rig.requestArrives = r -> !(r instanceof BankRequest.Confirm);
    rig.choose(Action.WITHDRAW).choose(new Choice.Amount(20_00)).choose(Action.FEW_NOTES);
    rig.takeCash().choose(Action.TAKE_CARD).takeCard().pass(100);
    assertThat(rig.bank.confirmed()).isZero();
    assertThat(rig.asked.stream().filter(BankRequest.Confirm.class::isInstance).count())
        .isBetween(4L, 12L);
    rig.requestArrives = _ -> true;
    rig.pass(61);
    assertThat(rig.bank.confirmed()).isEqualTo(20_00);
    assertThat(rig.machine().open()).isEmpty();
  }

  @Test
  void takesNotesBackThatAreLeftInTheShutter() {
    rig.signIn().choose(Action.WITHDRAW).choose(new Choice.Amount(50_00));
    rig.choose(Action.FEW_NOTES);
    rig.pass(30);
    assertThat(rig.screen().secondsLeft()).isNotNull();
    rig.pass(20);
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.TAKE_CARD);
    assertThat(rig.store.get().reject()).isEqualTo(Notes.of(50_00, 1));
    assertThat(rig.bank.confirmed()).isZero();
    assertThat(rig.bank.anythingHeld()).isFalse();
  }

  @Test
  void confirmsOnlyWhatAShortDispensePaid() {
    rig.faults.set(Fault.SHORT_DISPENSE, true);
    rig.withdraw(80_00).takeCash();
    assertThat(rig.bank.confirmed()).isEqualTo(rig.store.get().taken().total()).isLessThan(80_00);
    assertThat(rig.bank.anythingHeld()).isFalse();
  }

  @Test
  void reversesAfterAJamAndPaysNoMore() {
    rig.faults.set(Fault.DISPENSER_JAM, true);
    rig.withdraw(80_00);
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.FAILED);
    assertThat(rig.bank.anythingHeld()).isFalse();
    assertThat(rig.machine().status().service()).isEqualTo(MachineStatus.Service.NO_CASH);
    rig.choose(Action.ANOTHER_SERVICE);
    assertThat(rig.screen().option(Action.WITHDRAW)).isEmpty();
  }

  @Test
  void callsAPersonWhenTheDispenserCannotTell() {
    rig.faults.set(Fault.DISPENSER_SILENT, true);
    rig.withdraw(80_00).takeCash().takeCard();
    assertThat(rig.machine().status().service()).isEqualTo(MachineStatus.Service.NO_CASH);
    assertThat(rig.bank.anythingHeld()).isTrue();
    rig.faults.set(Fault.DISPENSER_SILENT, false);
    rig.send(new MachineEvent.AttendantCounted(rig.hands().devices().report()));
    assertThat(rig.bank.confirmed()).isEqualTo(80_00);
    assertThat(rig.machine().status().service()).isEqualTo(MachineStatus.Service.IN_SERVICE);
  }

  @Test
  void booksADepositAndKeepsTheNotes() {
    rig.signIn().choose(Action.DEPOSIT).choose(new Choice.Account(PlayBank.CURRENT));
    rig.insertNotes(Notes.of(20_00, 3)).insertNotes(Notes.of(5_00, 1));
    assertThat(rig.screen().headline()).isEqualTo("€65");
    rig.choose(Action.ACCEPT);
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.RESULT);
    assertThat(rig.bank.deposited).isEqualTo(65_00);
    assertThat(rig.store.get().deposits().total()).isEqualTo(65_00);
    assertThat(rig.machine().open()).isEmpty();
  }

  @Test
  void returnsNotesThatAreNotConfirmed() {
    rig.signIn().choose(Action.DEPOSIT).choose(new Choice.Account(PlayBank.CURRENT));
    rig.insertNotes(Notes.of(20_00, 3)).choose(Action.RETURN_NOTES);
    assertThat(rig.store.get().escrow()).isEqualTo(Notes.NONE);
    assertThat(rig.store.get().inserted()).isEqualTo(Notes.NONE);
    assertThat(rig.bank.deposited).isZero();
    assertThat(rig.screen().text()).contains("take your notes");
  }

  @Test
  void opensTheSlotOnlyAfterItHasGivenBackWhatWasInIt() {
    rig.slow = DeviceCommand.ReturnEscrow.class::isInstance;
    rig.signIn().choose(Action.DEPOSIT).choose(new Choice.Account(PlayBank.CURRENT));
    rig.choose(Action.BACK).choose(Action.DEPOSIT).choose(new Choice.Account(PlayBank.CURRENT));
    assertThat(rig.screen().text()).contains("The slot is being cleared");
    rig.devicesCatchUp();
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.INSERT_NOTES);
    rig.insertNotes(Notes.of(20_00, 1)).choose(Action.ACCEPT);
    assertThat(rig.bank.deposited).isEqualTo(20_00);
    assertThat(rig.store.get().deposits().total()).isEqualTo(20_00);
  }

  @Test
  void keepsAskingForADepositAfterTheCustomerHasLeft() {
    rig.signIn().choose(Action.DEPOSIT).choose(new Choice.Account(PlayBank.CURRENT));
    rig.insertNotes(Notes.of(50_00, 1));
    rig.requestArrives = r -> !(r instanceof BankRequest.Deposit);
    rig.choose(Action.ACCEPT).pass(31);
    assertThat(rig.screen().text()).contains("Your notes are safe");
    rig.takeCard().pass(30);
    rig.requestArrives = _ -> true;
    rig.pass(61);
    assertThat(rig.bank.deposited).isEqualTo(50_00);
    assertThat(rig.store.get().deposits()).isEqualTo(Notes.of(50_00, 1));
  }

  @Test
  void transfersToAnAccountNumberWithRightCheckDigitsOnly() {
    rig.signIn().choose(Action.TRANSFER).choose(new Choice.Account(PlayBank.CURRENT));
    rig.choose(Action.OTHER_ACCOUNT).type("XM76NORT0000000001");
    assertThat(rig.screen().text()).contains("mistyped");
    rig.type(PlayBank.CURRENT);
    assertThat(rig.screen().text()).contains("come from");
    rig.press(Key.Side.H).choose(Action.TRANSFER).choose(new Choice.Account(PlayBank.CURRENT));
    rig.choose(new Choice.Account(PlayBank.SAVINGS)).type("25").choose(Action.ACCEPT);
    assertThat(rig.screen().text()).contains("arrived").contains("€25.00");
  }

  @Test
  void changesThePinWhenItIsTypedTwiceAlike() {
    rig.signIn().choose(Action.CHANGE_PIN).type("2580").type("2581");
    assertThat(rig.screen().text()).contains("not the same");
    rig.type("2580").type("2580");
    assertThat(rig.bank.pin).isEqualTo("2580");
    assertThat(rig.screen().text()).contains("has been changed");
  }

  @Test
  void showsBalanceAndMovements() {
    rig.signIn().choose(Action.BALANCE);
    assertThat(rig.screen().headline()).isEqualTo("€1,000,000.00");
    rig.choose(Action.ANOTHER_SERVICE).choose(Action.MOVEMENTS);
    rig.choose(new Choice.Account(PlayBank.CURRENT));
    assertThat(rig.screen().rows())
        .containsExactly(new Screen.Row("2026-01-02 03:04", "Withdrawal", "−€50.00"));
  }

  @Test
  void warnsBeforeItGivesTheCardBackAndKeepsACardNobodyTakes() {
    rig.signIn().pass(45);
    assertThat(rig.screen().secondsLeft()).isEqualTo(15);
    rig.press(Key.Function.CLEAR);
    assertThat(rig.screen().secondsLeft()).isNull();
    rig.pass(61);
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.TAKE_CARD);
    rig.pass(46);
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.CARD_RETAINED);
    assertThat(rig.store.get().retained()).hasSize(1);
  }

  @Test
  void showsDotsAndJournalsNoPin() {
    rig.insertCard();
    rig.hands().press(new Key.Typed('1'));
    rig.hands().press(new Key.Typed('2'));
    rig.settle();
    assertThat(java.util.Objects.requireNonNull(rig.screen().entry()).shown()).isEqualTo("••");
    rig.type("34").choose(Action.WITHDRAW).choose(new Choice.Amount(20_00));
    rig.choose(Action.FEW_NOTES).takeCash();
    assertThat(rig.entries().toString()).doesNotContain(PlayBank.CARD).doesNotContain("1234");
  }

  @Test
  void ignoresAChoiceThatIsNotOnTheScreen() {
    rig.signIn();
    rig.send(new MachineEvent.Chosen(new Choice.Amount(100_00)));
    assertThat(rig.screen().kind()).isEqualTo(Screen.Kind.MENU);
  }
}
