package mutual.bankserver;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import mutual.bank.Bank;
import mutual.bank.Command;
import mutual.bank.ExchangeView;
import mutual.bank.PinVerifier;
import mutual.bank.Refusal;
import mutual.bank.Reply;
import mutual.contracts.bank.v1.CardHolder;
import mutual.contracts.bank.v1.IdentifyCardResponse;
import mutual.contracts.bank.v1.MachineMovement;
import mutual.contracts.bank.v1.OwnAccount;
import mutual.contracts.bank.v1.ReadBalanceResponse;
import mutual.contracts.bank.v1.SealedPin;
import mutual.contracts.interbank.v1.InterbankBalanceRequest;
import mutual.contracts.interbank.v1.InterbankBalanceResponse;
import org.jspecify.annotations.Nullable;

/**
 * What a cash machine's customers get done: with this bank's cards everything, with partners' cards
 * a withdrawal and, passed through, the balance. PINs for partners' cards stay sealed.
 */
final class MachineDesk {
  private static final int MOVEMENTS_MAX = 12;

  /** The core gives an exchange up at the deadline; this is for the answer to get here. */
  private static final Duration DEADLINE_GRACE = Duration.ofSeconds(1);

  private static final Duration BALANCE_DEADLINE = Duration.ofSeconds(4);

  /** Stands for a PIN where the core refuses before it looks at one. */
  private static final PinVerifier NO_PIN = new PinVerifier(new byte[PinVerifier.BYTES]);

  private final BankServerConfig config;
  private final BankLog log;
  private final BankBooks books;
  private final PinDesk pins;
  private final PartnerLinks links;
  private final ExchangeWaiters waiters;

  MachineDesk(
      BankServerConfig config,
      BankLog log,
      BankBooks books,
      PinDesk pins,
      PartnerLinks links,
      ExchangeWaiters waiters) {
    this.config = config;
    this.log = log;
    this.books = books;
    this.pins = pins;
    this.links = links;
    this.waiters = waiters;
  }

  /** Whose card it is. */
  private sealed interface Issuer {
    record Own() implements Issuer {}

    record Partner(String code) implements Issuer {}

    /** Nobody's that is known here; the core says what is wrong with it. */
    record Nobody() implements Issuer {}
  }

  private Issuer issuer(String card) {
    if (!CardNumbers.wellFormed(card)) {
      return new Issuer.Nobody();
    }
    String prefix = card.substring(0, CardNumbers.PREFIX_DIGITS);
    if (prefix.equals(config.cardPrefix())) {
      return new Issuer.Own();
    }
    return links.issuer(prefix).<Issuer>map(Issuer.Partner::new).orElseGet(Issuer.Nobody::new);
  }

  Outcome<IdentifyCardResponse> identify(String cardText) {
    String card = Wire.word(cardText, "card_number");
    if (!CardNumbers.wellFormed(card)) {
      return Outcome.refused(Refusal.CARD_MALFORMED);
    }
    return switch (issuer(card)) {
      case Issuer.Own() -> identifyOwn(card);
      case Issuer.Partner(String code) -> identifyForeign(code);
      case Issuer.Nobody() -> Outcome.refused(Refusal.CARD_ISSUER_UNKNOWN);
    };
  }

  private Outcome<IdentifyCardResponse> identifyOwn(String card) {
    Optional<Bank.CardView> found = log.read(bank -> Optional.ofNullable(bank.card(card)));
    if (found.isEmpty()) {
      return Outcome.refused(Refusal.CARD_UNKNOWN);
    }
    return switch (found.get().status()) {
      case BLOCKED, PIN_BLOCKED -> Outcome.refused(Refusal.CARD_BLOCKED);
      case INACTIVE -> Outcome.refused(Refusal.CARD_INACTIVE);
      case ACTIVE ->
          new Outcome.Done<>(
              IdentifyCardResponse.newBuilder()
                  .setIssuerName(config.bankName())
                  .setOwn(true)
                  .setPinKey(pins.announced())
                  .setWithdrawalFee(Wire.money(config.fees().ownWithdrawal(), config.currency()))
                  .build());
    };
  }

  private Outcome<IdentifyCardResponse> identifyForeign(String code) {
    Optional<PartnerEntry> partner = books.partner(code);
    if (partner.isPresent() && partner.get().partner().suspended()) {
      return Outcome.refused(Refusal.PARTNER_SUSPENDED);
    }
    return links
        .describe(code)
        .<Outcome<IdentifyCardResponse>>map(
            description ->
                new Outcome.Done<>(
                    IdentifyCardResponse.newBuilder()
                        .setIssuerName(description.name())
                        .setPinKey(description.pinKey())
                        .setWithdrawalFee(
                            Wire.money(config.fees().foreignWithdrawal(), config.currency()))
                        .build()))
        .orElseGet(() -> Outcome.refused(Refusal.ISSUER_UNAVAILABLE));
  }

  Outcome<ReadBalanceResponse> balance(
      String machine, UUID id, CardHolder holder, @Nullable String account) {
    String card = card(holder);
    return switch (issuer(card)) {
      case Issuer.Partner(String code) -> foreignBalance(code, id, card, holder.getPin());
      case Issuer.Own(), Issuer.Nobody() -> {
        Optional<PinVerifier> pin = pin(holder, id);
        if (pin.isEmpty()) {
          yield Outcome.refused(Refusal.PIN_WRONG);
        }
        Reply reply = log.submit(new Command.ReadBalance(id, machine, card, pin.get(), account));
        yield switch (reply) {
          case Reply.Balance(String number, long balance, long available, String currency) ->
              new Outcome.Done<>(
                  ReadBalanceResponse.newBuilder()
                      .setAccount(number)
                      .setBalance(Wire.money(balance, currency))
                      .setAvailable(Wire.money(available, currency))
                      .build());
          default -> refused(reply);
        };
      }
    };
  }

  private Outcome<ReadBalanceResponse> foreignBalance(
      String code, UUID id, String card, SealedPin pin) {
    InterbankBalanceRequest request =
        InterbankBalanceRequest.newBuilder()
            .setId(id.toString())
            .setCardNumber(card)
            .setPin(pin)
            .build();
    InterbankBalanceResponse response;
    try {
      response = links.call(code, BALANCE_DEADLINE, stub -> stub.readBalance(request));
    } catch (StatusRuntimeException e) {
      return Outcome.refused(Refusal.ISSUER_UNAVAILABLE);
    }
    if (response.getRefusalValue() != 0) {
      return new Outcome.Refused<>(
          InterbankWire.refusal(response.getRefusalValue()), response.getPinTriesLeft());
    }
    return new Outcome.Done<>(
        ReadBalanceResponse.newBuilder()
            .setBalance(response.getBalance())
            .setAvailable(response.getAvailable())
            .build());
  }

  /** What is available after the withdrawal, if it was approved. */
  Outcome<Long> withdraw(
      String machine, UUID id, CardHolder holder, long amount, String currency, long acceptedFee) {
    String card = card(holder);
    return switch (issuer(card)) {
      case Issuer.Partner _ -> {
        byte[] sealed = holder.getPin().toByteArray();
        if (sealed.length > Command.SEALED_PIN_BYTES_MAX) {
          throw new IllegalArgumentException("holder.pin: too long");
        }
        yield withdrawn(
            id,
            log.submit(
                new Command.WithdrawForeign(
                    id, machine, card, sealed, amount, currency, acceptedFee)));
      }
      case Issuer.Own(), Issuer.Nobody() -> {
        Optional<PinVerifier> pin = pin(holder, id);
        yield pin.isEmpty()
            ? Outcome.refused(Refusal.PIN_WRONG)
            : withdrawn(
                id,
                log.submit(
                    new Command.Withdraw(
                        id, machine, card, pin.get(), amount, currency, acceptedFee)));
      }
    };
  }

  private Outcome<Long> withdrawn(UUID id, Reply reply) {
    return switch (reply) {
      case Reply.Approved(long available) -> new Outcome.Done<>(available);
      case Reply.Begun _ -> begun(id);
      default -> refused(reply);
    };
  }

  private Outcome<Long> begun(UUID id) {
    ExchangeView view =
        waiters
            .await(
                id,
                exchange -> exchange.state() != ExchangeView.State.REQUESTED,
                config.authoriseDeadline().plus(DEADLINE_GRACE))
            .orElseThrow();
    Refusal refusal = view.refusal();
    return switch (view.state()) {
      case APPROVED, CONFIRMING, COMPLETED -> new Outcome.Done<>(view.available());
      case DECLINED, REVERSING, REVERSED ->
          new Outcome.Refused<>(
              refusal == null ? Refusal.ISSUER_UNAVAILABLE : refusal, view.pinTriesLeft());
      case REQUESTED ->
          throw new OutageException(
              OutageException.Kind.UNCERTAIN,
              "the card's bank has not answered yet; ask again with the same id, or reverse",
              null);
      case HELD, OFFERED, DISPUTED ->
          throw new IllegalStateException("a withdrawal as acquirer is " + view.state());
    };
  }

  Outcome<Boolean> confirm(String machine, UUID id, long dispensed, String currency) {
    if (!currency.equals(config.currency())) {
      return Outcome.refused(Refusal.CURRENCY_WRONG);
    }
    return done(log.submit(new Command.ConfirmWithdrawal(id, machine, dispensed)));
  }

  Outcome<Boolean> reverse(String machine, UUID id) {
    return done(log.submit(new Command.ReverseWithdrawal(id, machine)));
  }

  /** What is available after the deposit. */
  Outcome<Long> deposit(
      String machine,
      UUID id,
      CardHolder holder,
      long amount,
      String currency,
      @Nullable String account) {
    return withOwn(
        holder,
        id,
        (card, pin) -> {
          Reply reply =
              log.submit(new Command.Deposit(id, machine, card, pin, amount, currency, account));
          return switch (reply) {
            case Reply.Transferred(boolean _, long available) -> new Outcome.Done<>(available);
            case Reply.Approved(long available) -> new Outcome.Done<>(available);
            case Reply.Balance(String _, long _, long available, String _) ->
                new Outcome.Done<>(available);
            default -> refused(reply);
          };
        });
  }

  Outcome<List<OwnAccount>> accounts(String machine, UUID id, CardHolder holder) {
    return withOwn(
        holder,
        id,
        (card, pin) -> {
          Reply reply = log.submit(new Command.ReadAccounts(id, machine, card, pin));
          return switch (reply) {
            case Reply.Balances(List<Reply.Balance> balances) ->
                new Outcome.Done<>(
                    balances.stream()
                        .map(
                            balance ->
                                OwnAccount.newBuilder()
                                    .setNumber(balance.account())
                                    .setBalance(Wire.money(balance.balance(), balance.currency()))
                                    .setAvailable(
                                        Wire.money(balance.available(), balance.currency()))
                                    .build())
                        .toList());
            default -> refused(reply);
          };
        });
  }

  /**
   * @param pending the other bank has not answered yet
   */
  record CardTransferred(boolean pending, long available) {}

  Outcome<CardTransferred> transfer(
      String machine,
      UUID id,
      CardHolder holder,
      @Nullable String from,
      String to,
      long amount,
      String currency,
      String reference) {
    return withOwn(
        holder,
        id,
        (card, pin) -> {
          Reply reply =
              log.submit(
                  new Command.CardTransfer(
                      id, machine, card, pin, from, to, amount, currency, reference));
          Outcome<TransferOutcome> outcome = waiters.transferred(id, reply, config.transferWait());
          return outcome.map(
              done -> new CardTransferred(done.pending(), available(reply, card, from)));
        });
  }

  private long available(Reply reply, String card, @Nullable String from) {
    return switch (reply) {
      case Reply.Transferred(boolean _, long available) -> available;
      default ->
          log.read(
              bank -> {
                Bank.CardView view = bank.card(card);
                Bank.AccountView account =
                    from != null
                        ? bank.account(from)
                        : view == null ? null : bank.account(view.account());
                return account == null ? 0L : account.available();
              });
    };
  }

  Outcome<List<MachineMovement>> movements(
      String machine, UUID id, CardHolder holder, @Nullable String account) {
    return withOwn(
        holder,
        id,
        (card, pin) -> {
          Reply reply = log.submit(new Command.ReadBalance(id, machine, card, pin, account));
          return switch (reply) {
            case Reply.Balance(String number, long _, long _, String currency) ->
                new Outcome.Done<>(
                    books.movements(number, MOVEMENTS_MAX).stream()
                        .map(line -> movement(line, currency))
                        .toList());
            default -> refused(reply);
          };
        });
  }

  private static MachineMovement movement(StatementLine line, String currency) {
    return MachineMovement.newBuilder()
        .setTime(line.time().toString())
        .setAmount(Wire.money(line.amount(), currency))
        .setKind(line.kind())
        .setReference(line.reference())
        .setBalanceAfter(Wire.money(line.balanceAfter(), currency))
        .build();
  }

  Outcome<Boolean> changePin(String machine, UUID id, CardHolder holder, SealedPin newPin) {
    return withOwn(
        holder,
        id,
        (card, pin) -> {
          Optional<String> fresh = pins.open(newPin, card, id);
          if (fresh.isEmpty() || !PinDesk.fit(fresh.get())) {
            return Outcome.refused(Refusal.PIN_UNFIT);
          }
          return done(
              log.submit(
                  new Command.ChangePin(id, machine, card, pin, pins.verifier(card, fresh.get()))));
        });
  }

  /** A service that this bank offers to its own cards only. */
  @FunctionalInterface
  private interface OwnService<T> {
    Outcome<T> serve(String card, PinVerifier pin);
  }

  private <T> Outcome<T> withOwn(CardHolder holder, UUID id, OwnService<T> service) {
    String card = card(holder);
    return switch (issuer(card)) {
      case Issuer.Partner _ -> Outcome.refused(Refusal.SERVICE_NOT_OFFERED);
      case Issuer.Own(), Issuer.Nobody() -> {
        Optional<PinVerifier> pin = pin(holder, id);
        yield pin.isEmpty() ? Outcome.refused(Refusal.PIN_WRONG) : service.serve(card, pin.get());
      }
    };
  }

  /** Empty if the PIN was not sealed to this bank for this request: then nobody has tried one. */
  private Optional<PinVerifier> pin(CardHolder holder, UUID id) {
    String card = holder.getCardNumber();
    return issuer(card) instanceof Issuer.Own
        ? pins.verifier(holder.getPin(), card, id)
        : Optional.of(NO_PIN);
  }

  private static String card(CardHolder holder) {
    return Wire.word(holder.getCardNumber(), "holder.card_number");
  }

  private static Outcome<Boolean> done(Reply reply) {
    return reply instanceof Reply.Refused ? refused(reply) : new Outcome.Done<>(true);
  }

  private static <T> Outcome<T> refused(Reply reply) {
    if (reply instanceof Reply.Refused(Refusal refusal, int pinTriesLeft)) {
      return new Outcome.Refused<>(refusal, pinTriesLeft);
    }
    throw new IllegalStateException("the bank replied " + reply);
  }
}
