package mutual.cashmachine;

import java.util.UUID;
import mutual.contracts.bank.v1.SealedPin;

/** A transaction of which the journal does not know the end. */
public sealed interface OpenTransaction {
  UUID id();

  long askedAtMillis();

  /** Masked. */
  String card();

  /** How far the journal knows a withdrawal to have come. */
  enum Stage {
    ASKED,
    APPROVED,
    DISPENSING,
    PRESENTED,
    /** Presented notes went back in; what stayed out is being decided. */
    RETRACTED,
    UNCERTAIN,
    CONFIRMING,
    REVERSING
  }

  /**
   * @param mix what the dispenser was told to pay
   * @param before notes on the dispenser's side before it
   * @param presented what went out through the shutter, less what came back
   * @param dispensed what the bank is being told, once {@link Stage#CONFIRMING}
   */
  record Withdrawal(
      UUID id,
      long askedAtMillis,
      String card,
      Stage stage,
      long amount,
      long fee,
      Notes mix,
      Notes before,
      Notes presented,
      long dispensed)
      implements OpenTransaction {

    Withdrawal at(Stage next) {
      return new Withdrawal(
          id, askedAtMillis, card, next, amount, fee, mix, before, presented, dispensed);
    }

    Withdrawal started(Notes newMix, Notes newBefore) {
      return new Withdrawal(
          id,
          askedAtMillis,
          card,
          Stage.DISPENSING,
          amount,
          fee,
          newMix,
          newBefore,
          presented,
          dispensed);
    }

    Withdrawal presented(Notes notes) {
      return new Withdrawal(
          id, askedAtMillis, card, Stage.PRESENTED, amount, fee, mix, before, notes, dispensed);
    }

    Withdrawal retracted(Notes notes) {
      return new Withdrawal(
          id,
          askedAtMillis,
          card,
          Stage.RETRACTED,
          amount,
          fee,
          mix,
          before,
          presented.less(notes),
          dispensed);
    }

    Withdrawal confirming(long paid) {
      return new Withdrawal(
          id, askedAtMillis, card, Stage.CONFIRMING, amount, fee, mix, before, presented, paid);
    }
  }

  /** How far the journal knows a deposit to have come. */
  enum DepositStage {
    ASKED,
    ACCEPTED,
    REFUSED
  }

  record Deposit(
      UUID id,
      long askedAtMillis,
      DepositStage stage,
      String cardNumber,
      SealedPin pin,
      String account,
      Notes notes)
      implements OpenTransaction {
    @Override
    public String card() {
      return MaskedCard.of(cardNumber);
    }

    Deposit at(DepositStage next) {
      return new Deposit(id, askedAtMillis, next, cardNumber, pin, account, notes);
    }

    BankRequest.Deposit request() {
      return new BankRequest.Deposit(
          id, new BankRequest.Holder(cardNumber, pin), notes.total(), account);
    }

    @Override
    public String toString() {
      return "Deposit[%s, %s, %s, %s]".formatted(id, stage, card(), notes);
    }
  }
}
