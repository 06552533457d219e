package mutual.simulation;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import mutual.bank.Command;
import mutual.bank.ExchangeView;
import mutual.bank.PinVerifier;
import mutual.bank.Reply;
import mutual.cashmachine.BankAnswer;
import mutual.cashmachine.BankRequest;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.bank.v1.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The bank's door for one cash machine: requests in, commands to the core, answers out. No answer
 * if the bank goes down.
 */
final class MachineDoor {
  private static final String CURRENCY = "EUR";

  private final BankNode bank;
  private final String machine;
  private final Network network;

  MachineDoor(BankNode bank, String machine, Network network) {
    this.bank = bank;
    this.machine = machine;
    this.network = network;
  }

  void receive(BankRequest request, Consumer<BankAnswer> answer) {
    if (!bank.running()) {
      return;
    }
    switch (request) {
      case BankRequest.IdentifyCard r -> identify(r.cardNumber(), answer);
      case BankRequest.ReadBalance r -> balance(r, answer);
      case BankRequest.Authorise r -> authorise(r, answer);
      case BankRequest.Confirm r ->
          done(new Command.ConfirmWithdrawal(r.id(), machine, r.dispensed()), answer);
      case BankRequest.Reverse r -> done(new Command.ReverseWithdrawal(r.id(), machine), answer);
      case BankRequest.Deposit r ->
          ask(
              new Command.Deposit(
                  r.id(),
                  machine,
                  r.holder().cardNumber(),
                  verifier(r.holder()),
                  r.amount(),
                  CURRENCY,
                  own(r.account())),
              answer,
              reply -> new BankAnswer.DepositBooked(OptionalLong.empty()));
      case BankRequest.ListAccounts r ->
          ask(
              new Command.ReadAccounts(
                  r.id(), machine, r.holder().cardNumber(), verifier(r.holder())),
              answer,
              reply ->
                  new BankAnswer.Accounts(
                      ((Reply.Balances) reply)
                          .accounts().stream()
                              .map(
                                  a ->
                                      new BankAnswer.OwnAccount(
                                          a.account(), a.balance(), a.available()))
                              .toList()));
      case BankRequest.Transfer r ->
          ask(
              new Command.CardTransfer(
                  r.id(),
                  machine,
                  r.holder().cardNumber(),
                  verifier(r.holder()),
                  own(r.fromAccount()),
                  r.toAccount(),
                  r.amount(),
                  CURRENCY,
                  r.reference()),
              answer,
              reply ->
                  new BankAnswer.Transferred(
                      reply instanceof Reply.Transferred t && t.pending(), OptionalLong.empty()));
      case BankRequest.ListMovements _ -> answer.accept(new BankAnswer.Movements(List.of()));
      case BankRequest.ChangePin r ->
          done(
              new Command.ChangePin(
                  r.id(),
                  machine,
                  r.holder().cardNumber(),
                  verifier(r.holder()),
                  Pins.verifier(r.holder().cardNumber(), r.newPin())),
              answer);
    }
  }

  private void identify(String card, Consumer<BankAnswer> answer) {
    String issuer = bank.query(core -> core.issuerOf(card));
    if (issuer == null) {
      answer.accept(new BankAnswer.Refused(Refusal.REFUSAL_CARD_ISSUER_UNKNOWN, -1));
      return;
    }
    boolean own = issuer.equals(bank.code());
    long fee = own ? Town.FEES.ownWithdrawal() : Town.FEES.foreignWithdrawal();
    answer.accept(new BankAnswer.CardIdentified(issuer, own, PinKey.getDefaultInstance(), fee));
  }

  private void balance(BankRequest.ReadBalance request, Consumer<BankAnswer> answer) {
    String card = request.holder().cardNumber();
    PinVerifier pin = verifier(request.holder());
    String issuer = bank.query(core -> core.issuerOf(card));
    if (issuer == null || issuer.equals(bank.code())) {
      ask(
          new Command.ReadBalance(request.id(), machine, card, pin, own(request.account())),
          answer,
          MachineDoor::balanceOf);
      return;
    }
    BankNode partner = bank.partner(issuer);
    network.send(
        bank.code(),
        issuer,
        "balance?",
        () -> {
          Reply reply =
              partner.apply(
                  new Command.ReadBalanceForPartner(request.id(), bank.code(), card, pin));
          if (reply != null) {
            network.send(
                issuer,
                bank.code(),
                "balance",
                () -> answer.accept(answerOf(reply, MachineDoor::balanceOf)));
          }
        });
  }

  private static BankAnswer balanceOf(Reply reply) {
    Reply.Balance balance = (Reply.Balance) reply;
    return new BankAnswer.Balance(balance.account(), balance.balance(), balance.available());
  }

  private void authorise(BankRequest.Authorise request, Consumer<BankAnswer> answer) {
    String card = request.holder().cardNumber();
    String issuer = bank.query(core -> core.issuerOf(card));
    if (issuer == null || issuer.equals(bank.code())) {
      ask(
          new Command.Withdraw(
              request.id(),
              machine,
              card,
              verifier(request.holder()),
              request.amount(),
              CURRENCY,
              request.acceptedFee()),
          answer,
          MachineDoor::approval);
      return;
    }
    Reply reply =
        bank.apply(
            new Command.WithdrawForeign(
                request.id(),
                machine,
                card,
                request.holder().pin().toByteArray(),
                request.amount(),
                CURRENCY,
                request.acceptedFee()));
    switch (reply) {
      case null -> {}
      case Reply.Begun begun ->
          bank.await(begun.exchange(), exchange -> answer.accept(outcome(exchange)));
      case Reply other -> answer.accept(answerOf(other, MachineDoor::approval));
    }
  }

  private static BankAnswer approval(Reply reply) {
    return new BankAnswer.Approved(OptionalLong.of(((Reply.Approved) reply).available()));
  }

  private static BankAnswer outcome(ExchangeView exchange) {
    return switch (exchange.state()) {
      case APPROVED, CONFIRMING, COMPLETED, HELD ->
          new BankAnswer.Approved(OptionalLong.of(exchange.available()));
      case DECLINED ->
          refused(
              new Reply.Refused(
                  Objects.requireNonNull(exchange.refusal()), exchange.pinTriesLeft()));
      case REQUESTED, OFFERED, REVERSING, REVERSED, DISPUTED ->
          new BankAnswer.Refused(Refusal.REFUSAL_ISSUER_UNAVAILABLE, -1);
    };
  }

  private void done(Command command, Consumer<BankAnswer> answer) {
    ask(command, answer, reply -> new BankAnswer.Done());
  }

  private void ask(
      Command command,
      Consumer<BankAnswer> answer,
      java.util.function.Function<Reply, BankAnswer> good) {
    Reply reply = bank.apply(command);
    if (reply != null) {
      answer.accept(answerOf(reply, good));
    }
  }

  private static BankAnswer answerOf(
      Reply reply, java.util.function.Function<Reply, BankAnswer> good) {
    return reply instanceof Reply.Refused refused ? refused(refused) : good.apply(reply);
  }

  private static BankAnswer refused(Reply.Refused refused) {
    return new BankAnswer.Refused(
        Objects.requireNonNull(Refusal.forNumber(refused.refusal().code())),
        refused.pinTriesLeft());
  }

  private static PinVerifier verifier(BankRequest.Holder holder) {
    return Pins.verifier(holder.cardNumber(), holder.pin());
  }

  private static @Nullable String own(String account) {
    return account.isEmpty() ? null : account;
  }
}
