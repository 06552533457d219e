package mutual.bank;

import java.util.UUID;
import java.util.function.Function;
import mutual.bank.ExchangeView.Role;
import org.agrona.DirectBuffer;

/**
 * Where each command arrives: recognises repeats, and sends what is new to whoever deals with it.
 *
 * <p>A request is answered with what its repeat was answered, for as long as it is remembered. What
 * is new passes the checks in the order of {@link Refusal}, with one exception: whether there is
 * room to remember the request is asked right after its id, because nothing may happen that a
 * repeat could make happen again.
 */
final class Reception {
  private final BankState bank;
  private final FrontOffice frontOffice;
  private final CashDesk cashDesk;
  private final CardServices cardServices;
  private final Withdrawals withdrawals;
  private final Acquiring acquiring;
  private final Issuing issuing;
  private final CreditTransfers transfers;
  private final Resolutions resolutions;
  private final BatchTransfers batches;
  private final Fingerprint.Maker fingerprints = new Fingerprint.Maker();

  Reception(BankState bank, Holds holds) {
    this.bank = bank;
    frontOffice = new FrontOffice(bank);
    cashDesk = new CashDesk(bank);
    cardServices = new CardServices(bank);
    withdrawals = new Withdrawals(bank, holds);
    acquiring = new Acquiring(bank, holds, withdrawals);
    issuing = new Issuing(bank, holds, withdrawals);
    transfers = new CreditTransfers(bank, holds);
    resolutions = new Resolutions(bank, holds, withdrawals, issuing, transfers);
    batches = new BatchTransfers(bank);
  }

  Reply apply(DirectBuffer command, int offset, int length) {
    if (CommandCodec.isTransferBatch(command, offset, length)) {
      return bank.founded == null ? unfounded() : batches.apply(command, offset);
    }
    return apply(CommandCodec.decode(command, offset, length), command, offset, length);
  }

  private static Reply unfounded() {
    return BankState.refused(Refusal.SERVICE_NOT_OFFERED);
  }

  private Reply apply(Command command, DirectBuffer buffer, int offset, int length) {
    if (bank.founded == null && !(command instanceof Command.Found)) {
      return unfounded();
    }
    return switch (command) {
      case Command.Found c -> frontOffice.found(c);
      case Command.OpenCustomer c -> openCustomer(c);
      case Command.OpenAccount c -> once(c.id(), buffer, offset, length, _ -> frontOffice.open(c));
      case Command.CloseAccount c -> frontOffice.close(c);
      case Command.IssueCard c -> once(c.id(), buffer, offset, length, _ -> frontOffice.issue(c));
      case Command.SetPin c -> frontOffice.setPin(c);
      case Command.BlockCard c -> frontOffice.block(c.card(), true);
      case Command.UnblockCard c -> frontOffice.block(c.card(), false);
      case Command.AddMachine c -> frontOffice.add(c);
      case Command.LoadCash c -> once(c.id(), buffer, offset, length, _ -> cashDesk.load(c));
      case Command.FundVault c -> once(c.id(), buffer, offset, length, _ -> cashDesk.fund(c));
      case Command.AddPartner c -> frontOffice.add(c);
      case Command.UpdatePartner c -> frontOffice.update(c);
      case Command.CounterDeposit c ->
          once(c.id(), buffer, offset, length, print -> cashDesk.deposit(c, print));
      case Command.Transfer c ->
          once(c.id(), buffer, offset, length, print -> transfers.transfer(c, print));
      case Command.TransferBatch _ -> throw new IllegalStateException("applied where it stands");
      case Command.ReadBalance c ->
          once(c.id(), buffer, offset, length, _ -> cardServices.readBalance(c));
      case Command.ReadAccounts c ->
          once(c.id(), buffer, offset, length, _ -> cardServices.readAccounts(c));
      case Command.ChangePin c ->
          once(c.id(), buffer, offset, length, _ -> cardServices.changePin(c));
      case Command.Deposit c -> once(c.id(), buffer, offset, length, _ -> cashDesk.deposit(c));
      case Command.CardTransfer c ->
          once(c.id(), buffer, offset, length, print -> transfers.transfer(c, print));
      case Command.Withdraw c ->
          once(c.id(), fingerprints.of(buffer, offset, length), p -> withdrawals.withdraw(c, p));
      case Command.WithdrawForeign c ->
          once(c.id(), fingerprints.of(unsealed(c)), p -> acquiring.withdraw(c, p));
      case Command.ConfirmWithdrawal c -> withdrawals.confirm(c);
      case Command.ReverseWithdrawal c -> withdrawals.reverse(c);
      case Command.ResolveExchange c -> resolutions.resolve(c);
      case Command.FromPartner c -> new Reply.ToPartner(fromPartner(c));
      case Command.ReadBalanceForPartner c ->
          once(c.id(), buffer, offset, length, _ -> cardServices.readBalance(c));
      case Command.PartnerAnswered c -> partnerAnswered(c);
      case Command.RequestUnanswered c -> {
        Exchange exchange = bank.exchanges.find(c.exchange());
        if (exchange != null) {
          acquiring.unanswered(exchange);
        }
        yield new Reply.Done();
      }
      case Command.PostingsProjected c -> {
        bank.postings.acknowledge(c.upTo());
        yield new Reply.Done();
      }
    };
  }

  /** The customer is its own memory of the request. */
  private Reply openCustomer(Command.OpenCustomer command) {
    if (bank.chart.customer(command.id()) != null) {
      return new Reply.Done();
    }
    Refusal refusal = bank.idRefusal(command.id());
    if (refusal == null
        && (bank.requests.find(command.id()) != null
            || bank.exchanges.find(command.id()) != null)) {
      refusal = Refusal.ID_REUSED;
    }
    return refusal == null ? frontOffice.open(command) : BankState.refused(refusal);
  }

  private Reply once(
      UUID id, DirectBuffer buffer, int offset, int length, Function<Fingerprint, Reply> effect) {
    return once(id, fingerprints.of(buffer, offset, length), effect);
  }

  /** The reply of before to a repeat, else the effect's, remembered. */
  private Reply once(UUID id, Fingerprint fingerprint, Function<Fingerprint, Reply> effect) {
    Exchange exchange = bank.exchanges.find(id);
    if (exchange != null) {
      return repeated(exchange, fingerprint);
    }
    Requests.Request request = bank.requests.find(id);
    if (request != null) {
      return request.fingerprint().equals(fingerprint)
          ? request.reply()
          : BankState.refused(Refusal.ID_REUSED);
    }
    Refusal refusal = bank.idRefusal(id);
    if (refusal == null && bank.chart.customer(id) != null) {
      refusal = Refusal.ID_REUSED;
    }
    if (refusal == null && !bank.hasRoom()) {
      refusal = Refusal.CAPACITY_REACHED;
    }
    if (refusal != null) {
      return BankState.refused(refusal);
    }
    Reply reply = effect.apply(fingerprint);
    boolean kept = bank.exchanges.find(id) != null || bank.requests.find(id) != null;
    boolean noRoom =
        reply instanceof Reply.Refused refused && refused.refusal() == Refusal.CAPACITY_REACHED;
    if (!kept && !noRoom) {
      bank.requests.remember(id, fingerprint, reply, null);
    }
    return reply;
  }

  private static Reply repeated(Exchange exchange, Fingerprint fingerprint) {
    if (exchange.fingerprint.equals(Exchange.UNSEEN)) {
      return BankState.refused(Refusal.EXCHANGE_STATE);
    }
    if (!exchange.fingerprint.equals(fingerprint)) {
      return BankState.refused(Refusal.ID_REUSED);
    }
    return switch (exchange.role) {
      case ON_US, ACQUIRER -> Withdrawals.repeated(exchange);
      case SENDER -> CreditTransfers.repeated(exchange);
      case ISSUER, RECEIVER -> BankState.refused(Refusal.ID_REUSED);
    };
  }

  private PartnerAnswer fromPartner(Command.FromPartner command) {
    Partner partner = bank.neighbours.partners.get(command.partner());
    return switch (command.message()) {
      case PartnerMessage.Authorise message ->
          answerOnce(
              Role.ISSUER,
              message.id(),
              fingerprints.of(unsealed(command, message)),
              print -> issuing.authorise(partner, message, command.pin(), print));
      case PartnerMessage.Confirm message -> issuing.confirm(command.partner(), message);
      case PartnerMessage.Reverse message -> issuing.reverse(partner, message);
      case PartnerMessage.Offer message ->
          answerOnce(
              Role.RECEIVER,
              message.id(),
              fingerprints.of(command),
              print -> transfers.receive(partner, message, print));
    };
  }

  private PartnerAnswer answerOnce(
      Role role, UUID id, Fingerprint fingerprint, Function<Fingerprint, PartnerAnswer> effect) {
    Exchange exchange = bank.exchanges.find(id);
    if (exchange != null) {
      if (exchange.fingerprint.equals(Exchange.UNSEEN)) {
        return Issuing.no(Refusal.EXCHANGE_STATE);
      }
      if (!exchange.fingerprint.equals(fingerprint) || exchange.role != role) {
        return Issuing.no(Refusal.ID_REUSED);
      }
      return role == Role.ISSUER
          ? Issuing.repeated(exchange)
          : CreditTransfers.repeatedOffer(exchange);
    }
    Refusal refusal = bank.idRefusal(id);
    if (refusal == null && (bank.requests.find(id) != null || bank.chart.customer(id) != null)) {
      refusal = Refusal.ID_REUSED;
    }
    if (refusal == null && !bank.hasRoom()) {
      refusal = Refusal.CAPACITY_REACHED;
    }
    return refusal == null ? effect.apply(fingerprint) : Issuing.no(refusal);
  }

  /** Sealing a PIN again gives other bytes for the same request, so they do not count. */
  private static Command unsealed(Command.WithdrawForeign c) {
    return new Command.WithdrawForeign(
        c.id(), c.machine(), c.card(), new byte[0], c.amount(), c.currency(), c.acceptedFee());
  }

  private static Command unsealed(Command.FromPartner c, PartnerMessage.Authorise m) {
    return new Command.FromPartner(
        c.partner(),
        new PartnerMessage.Authorise(
            m.id(), m.card(), new byte[0], m.amount(), m.fee(), m.currency(), m.machine()),
        c.pin());
  }

  /** An answer to what is not outstanding any more comes too late to matter. */
  private Reply partnerAnswered(Command.PartnerAnswered command) {
    Exchange exchange = bank.exchanges.find(command.exchange());
    if (exchange != null && exchange.outstanding == command.message()) {
      if (exchange.role == Role.SENDER) {
        transfers.answered(exchange, command.answer());
      } else {
        acquiring.answered(exchange, command.message(), command.answer());
      }
    }
    return new Reply.Done();
  }
}
