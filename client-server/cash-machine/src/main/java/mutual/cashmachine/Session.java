package mutual.cashmachine;

import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import mutual.cashmachine.DeviceCommand.PinSlot;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.bank.v1.Refusal;
import mutual.contracts.bank.v1.SealedPin;

/** One customer at the machine, from card in to card out. Lost with the power. */
final class Session {
  private static final long READ_MILLIS = 8_000;

  private final Machine machine;
  private final String cardNumber;
  private final Withdrawing withdrawing = new Withdrawing(this);
  private final Depositing depositing = new Depositing(this);
  private String issuerName = "";
  private boolean own;
  private PinKey pinKey = PinKey.getDefaultInstance();
  private long withdrawalFee;
  private Step step = new Step(Screen.Kind.WORKING, "Reading your card");

  Session(Machine machine, String cardNumber) {
    this.machine = machine;
    this.cardNumber = cardNumber;
  }

  void begin() {
    BankRequest.IdentifyCard request = new BankRequest.IdentifyCard(machine.freshId(), cardNumber);
    ask(
        "Reading your card",
        request,
        answer -> {
          switch (answer) {
            case BankAnswer.CardIdentified card -> {
              issuerName = card.issuerName();
              own = card.own();
              pinKey = card.pinKey();
              withdrawalFee = card.withdrawalFee();
              enterPin("", this::checkPin);
            }
            case BankAnswer.Refused refused -> refuseCard(refused.refusal());
            default -> unexpected(answer);
          }
        },
        () -> giveBackCard("The bank does not answer. Nothing has happened to your account."));
  }

  Machine machine() {
    return machine;
  }

  String cardNumber() {
    return cardNumber;
  }

  String maskedCard() {
    return MaskedCard.of(cardNumber);
  }

  String issuerName() {
    return issuerName;
  }

  boolean own() {
    return own;
  }

  long withdrawalFee() {
    return withdrawalFee;
  }

  boolean dispensing() {
    return withdrawing.dispensing();
  }

  boolean depositing() {
    return depositing.waiting();
  }

  void depositDecided(UUID id, BankAnswer answer) {
    depositing.decided(id, answer);
  }

  Screen screen(long nowMillis) {
    return step.screen(nowMillis);
  }

  void on(MachineEvent event) {
    step.on(machine.now(), event);
  }

  /** Shows a step; one that sets no waits of its own waits for a customer's key. */
  void show(Step next) {
    if (!next.waits()) {
      MachineProfile.Waits waits = machine.profile().waits();
      next.waits(waits.customer(), waits.warning(), this::tooSlow);
    }
    next.begin(machine.now());
    step = next;
  }

  private void tooSlow() {
    giveBackCard("No key was pressed for a while, so the machine stopped.");
  }

  String money(long minorUnits) {
    return MoneyText.of(minorUnits, machine.profile().currency());
  }

  String exact(long minorUnits) {
    return MoneyText.exact(minorUnits, machine.profile().currency());
  }

  // The PIN.

  void enterPin(String why, Runnable then) {
    machine.device(new DeviceCommand.EnterPin(PinSlot.CURRENT));
    Step pin =
        new Step(Screen.Kind.PIN, "Please enter your PIN")
            .pin()
            .cancel(() -> giveBackCard("Cancelled."))
            .events(
                event -> {
                  if (event instanceof MachineEvent.PinEntered entered
                      && entered.slot() == PinSlot.CURRENT) {
                    then.run();
                    return true;
                  }
                  return false;
                });
    if (!why.isEmpty()) {
      pin.line(why);
    }
    if (!own) {
      pin.line(issuerName);
    }
    show(pin.line("Shield the keypad with your hand, then press OK."));
  }

  /**
   * A wrong PIN is told before anything else is asked; a bank that cannot check it now may later.
   */
  private void checkPin() {
    askWithPin(
        "Checking your PIN",
        this::checkPin,
        (id, holder) -> new BankRequest.ReadBalance(id, holder, ""),
        answer -> {
          switch (answer) {
            case BankAnswer.Balance _ -> menu("");
            case BankAnswer.Refused refused -> {
              switch (refused.refusal()) {
                case REFUSAL_ISSUER_UNAVAILABLE, REFUSAL_SERVICE_NOT_OFFERED -> menu("");
                default -> refuseCard(refused.refusal());
              }
            }
            default -> unexpected(answer);
          }
        },
        () -> giveBackCard("The bank does not answer. Nothing has happened to your account."));
  }

  /** A request together with the step that shows it is being asked. */
  void ask(String title, BankRequest request, Consumer<BankAnswer> answered, Runnable silent) {
    machine.ask(request);
    show(
        new Step(Screen.Kind.WORKING, title)
            .line("One moment, please.")
            .waits(machine.profile().waits().bank(), 0, silent)
            .asks(request, answered, silent));
  }

  /** Seals the PIN for a new request, then asks it. */
  void askWithPin(
      String title,
      Runnable retry,
      BiFunction<UUID, BankRequest.Holder, BankRequest> request,
      Consumer<BankAnswer> answered,
      Runnable silent) {
    seal(
        title,
        false,
        (id, pin, newPin) ->
            ask(
                title,
                request.apply(id, new BankRequest.Holder(cardNumber, pin)),
                answer -> {
                  if (!pinRefused(answer, retry)) {
                    answered.accept(answer);
                  }
                },
                silent));
  }

  interface Sealed {
    void accept(UUID id, SealedPin pin, SealedPin newPin);
  }

  void seal(String title, boolean withNewPin, Sealed then) {
    UUID id = machine.freshId();
    machine.device(new DeviceCommand.SealPin(id, cardNumber, pinKey, withNewPin));
    show(
        new Step(Screen.Kind.WORKING, title)
            .line("One moment, please.")
            .waits(machine.profile().waits().device(), 0, this::pinPadFailed)
            .events(
                event ->
                    switch (event) {
                      case MachineEvent.PinSealed s when s.id().equals(id) -> {
                        SealedPin newPin = s.newPin();
                        then.accept(
                            id, s.pin(), newPin == null ? SealedPin.getDefaultInstance() : newPin);
                        yield true;
                      }
                      case MachineEvent.PinNotSealed s when s.id().equals(id) -> {
                        pinPadFailed();
                        yield true;
                      }
                      default -> false;
                    }));
  }

  private void pinPadFailed() {
    giveBackCard("Your PIN could not be protected on its way to your bank, so it was not sent.");
  }

  /** True if it was about the PIN or the card, and has been dealt with. */
  boolean pinRefused(BankAnswer answer, Runnable retry) {
    if (!(answer instanceof BankAnswer.Refused refused)) {
      return false;
    }
    return switch (refused.refusal()) {
      case REFUSAL_PIN_WRONG -> {
        if (refused.pinTriesLeft() == 0) {
          retain("too many wrong PINs");
        } else if (refused.pinTriesLeft() < 0) {
          enterPin("That PIN was not right.", retry);
        } else {
          String left =
              refused.pinTriesLeft() == 1
                  ? "One try left."
                  : refused.pinTriesLeft() + " tries left.";
          enterPin("That PIN was not right. " + left, retry);
        }
        yield true;
      }
      case REFUSAL_CARD_BLOCKED -> {
        retain("the card is blocked");
        yield true;
      }
      default -> false;
    };
  }

  private void refuseCard(Refusal refusal) {
    if (refusal == Refusal.REFUSAL_CARD_BLOCKED) {
      retain("the card is blocked");
    } else {
      giveBackCard(RefusalText.of(refusal));
    }
  }

  void unexpected(BankAnswer answer) {
    giveBackCard(
        "The bank gave an answer of the wrong kind (" + answer.getClass().getSimpleName() + ").");
  }

  // The menu and its ends.

  void menu(String line) {
    Step menu =
        new Step(Screen.Kind.MENU, "What would you like to do?")
            .cancel(() -> giveBackCard("Thank you. Goodbye."));
    if (!line.isEmpty()) {
      menu.line(line);
    }
    Enquiring enquiring = new Enquiring(this);
    String cash = machine.cashProblem();
    if (cash == null) {
      menu.option(Choice.Action.WITHDRAW, "Withdraw cash", withdrawing::begin);
    } else {
      menu.line(cash);
    }
    menu.option(Choice.Action.BALANCE, "Balance", enquiring::balance);
    if (own) {
      if (machine.depositProblem() == null) {
        menu.option(Choice.Action.DEPOSIT, "Deposit cash", depositing::begin);
      }
      menu.option(Choice.Action.MOVEMENTS, "Last movements", enquiring::movements);
      menu.option(Choice.Action.TRANSFER, "Transfer", () -> new Transferring(this).begin());
      menu.option(Choice.Action.CHANGE_PIN, "Change PIN", () -> new ChangingPin(this).begin());
    }
    show(
        menu.optionAt(
            Key.Side.H,
            Choice.Action.TAKE_CARD,
            "Take card",
            "",
            () -> giveBackCard("Thank you. Goodbye.")));
  }

  /** Something went wrong and nothing is lost; the customer may go on. */
  void sorry(String title, String... lines) {
    Step sorry = new Step(Screen.Kind.FAILED, title);
    for (String line : lines) {
      sorry.line(line);
    }
    show(
        sorry
            .optionAt(
                Key.Side.G, Choice.Action.ANOTHER_SERVICE, "Other service", "", () -> menu(""))
            .optionAt(Key.Side.H, Choice.Action.TAKE_CARD, "Take card", "", () -> giveBackCard(""))
            .cancel(() -> giveBackCard("")));
  }

  /** Something is done. */
  void done(Step result, Receipt receipt) {
    if (machine.devices().printer() == DeviceReport.Health.WORKING) {
      result.option(Choice.Action.RECEIPT, "Print receipt", () -> print(receipt));
    }
    show(finish(result));
  }

  /** Something is shown that needs no receipt. */
  void showResult(Step result) {
    show(finish(result));
  }

  private Step finish(Step result) {
    return result
        .optionAt(Key.Side.G, Choice.Action.ANOTHER_SERVICE, "Other service", "", () -> menu(""))
        .optionAt(
            Key.Side.H,
            Choice.Action.TAKE_CARD,
            "Take card",
            "",
            () -> giveBackCard("Thank you. Goodbye."))
        .cancel(() -> giveBackCard("Thank you. Goodbye."));
  }

  private void print(Receipt receipt) {
    machine.device(new DeviceCommand.PrintReceipt(receipt.lines()));
    Runnable noReceipt =
        () ->
            show(
                finish(
                    new Step(Screen.Kind.FAILED, "No receipt could be printed")
                        .line("What you did is done all the same.")));
    show(
        new Step(Screen.Kind.WORKING, "Printing your receipt")
            .waits(machine.profile().waits().device(), 0, noReceipt)
            .events(
                event -> {
                  if (event instanceof MachineEvent.ReceiptPrinted printed) {
                    if (printed.printed()) {
                      show(finish(new Step(Screen.Kind.RESULT, "Please take your receipt")));
                    } else {
                      noReceipt.run();
                    }
                    return true;
                  }
                  return false;
                }));
  }

  void giveBackCard(String line) {
    depositing.abandon();
    machine.device(new DeviceCommand.WipePins());
    machine.device(new DeviceCommand.EjectCard());
    Step take = new Step(Screen.Kind.TAKE_CARD, "Please take your card");
    if (!line.isEmpty()) {
      take.line(line);
    }
    MachineProfile.Waits waits = machine.profile().waits();
    long warning = Math.min(waits.warning(), waits.card() / 2);
    show(
        take.waits(waits.card() - warning, warning, () -> retain("the card was not taken"))
            .events(
                event -> {
                  if (event instanceof MachineEvent.CardTaken) {
                    machine.sessionEnded();
                    return true;
                  }
                  return false;
                }));
  }

  void retain(String reason) {
    depositing.abandon();
    machine.device(new DeviceCommand.WipePins());
    machine.journal(
        new JournalEntry.CardRetained(machine.freshId(), machine.now(), maskedCard(), reason));
    machine.device(new DeviceCommand.RetainCard());
    show(
        new Step(Screen.Kind.CARD_RETAINED, "Your card has been kept")
            .line("Reason: " + reason + ".")
            .line("Please speak to your bank.")
            .waits(READ_MILLIS, 0, machine::sessionEnded));
  }
}
