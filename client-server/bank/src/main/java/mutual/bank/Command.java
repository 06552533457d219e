package mutual.bank;

import java.util.UUID;
import mutual.ledger.TransferLayout;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can change a bank. Ids are UUIDv7 chosen by whoever asks; the same command with
 * the same id may come any number of times and takes effect once. Amounts are minor units of the
 * bank's currency code given beside them. No personal data and no PIN is ever in a command.
 */
public sealed interface Command {
  /** Longest name, code, card or account number in a command, in characters. */
  int TEXT_CHARS_MAX = 64;

  /** Longest reference on a statement, in characters. */
  int REFERENCE_CHARS_MAX = 140;

  /** Largest sealed PIN, in bytes. */
  int SEALED_PIN_BYTES_MAX = 512;

  /** First command of every bank: who it is. Repeating it with the same content is harmless. */
  record Found(
      String bankCode, String cardPrefix, String currency, FeeSchedule fees, CardLimits cardLimits)
      implements Command {
    public Found {
      Shape.bankCode(bankCode);
      Shape.cardPrefix(cardPrefix);
      Shape.currency(currency);
      Shape.require(
          fees.foreignWithdrawal() >= 0
              && fees.ownWithdrawal() >= 0
              && cardLimits.dailyAmount() >= 0
              && cardLimits.dailyCount() >= 0,
          "fees and limits are not negative");
    }
  }

  record OpenCustomer(UUID id) implements Command {}

  record OpenAccount(UUID id, UUID customer, String currency, long overdraft) implements Command {
    public OpenAccount {
      Shape.text("currency", currency);
    }
  }

  record CloseAccount(String account) implements Command {
    public CloseAccount {
      Shape.text("account", account);
    }
  }

  /**
   * The card's number is made by the bank; see {@link Reply.CardIssued}. {@code expiresYearMonth}:
   * year times 12 plus month (0 to 11).
   */
  record IssueCard(UUID id, String account, int expiresYearMonth, long dailyLimit, int dailyCount)
      implements Command {
    public IssueCard {
      Shape.text("account", account);
    }
  }

  /** Sets the PIN at the counter; the verifier is a keyed digest of it, see {@link PinVerifier}. */
  record SetPin(String card, PinVerifier verifier) implements Command {
    public SetPin {
      Shape.text("card", card);
    }
  }

  record BlockCard(String card) implements Command {
    public BlockCard {
      Shape.text("card", card);
    }
  }

  record UnblockCard(String card) implements Command {
    public UnblockCard {
      Shape.text("card", card);
    }
  }

  record AddMachine(String machine, byte[] nodeId) implements Command {
    public AddMachine {
      Shape.text("machine", machine);
      Shape.nodeId(nodeId);
    }
  }

  /** Cash from the vault into a machine; negative: back. */
  record LoadCash(UUID id, String machine, long amount) implements Command {
    public LoadCash {
      Shape.text("machine", machine);
    }
  }

  /** Cash into the vault against the bank's capital. */
  record FundVault(UUID id, long amount) implements Command {}

  record AddPartner(String bankCode, byte[] nodeId, String cardPrefix, long netDebitCap)
      implements Command {
    public AddPartner {
      Shape.bankCode(bankCode);
      Shape.nodeId(nodeId);
      Shape.cardPrefix(cardPrefix);
    }
  }

  record UpdatePartner(String bankCode, long netDebitCap, boolean suspended) implements Command {
    public UpdatePartner {
      Shape.text("bankCode", bankCode);
    }
  }

  /** Cash over the counter: vault against the customer's account. */
  record CounterDeposit(UUID id, String account, long amount, String currency, String reference)
      implements Command {
    public CounterDeposit {
      Shape.text("account", account);
      Shape.text("currency", currency);
      Shape.reference(reference);
    }
  }

  /**
   * A transfer by the bank's staff or a program with the right to: no card. To an account here or
   * at a partner (by its bank code).
   */
  record Transfer(UUID id, String from, String to, long amount, String currency, String reference)
      implements Command {
    public Transfer {
      Shape.text("from", from);
      Shape.text("to", to);
      Shape.text("currency", currency);
      Shape.reference(reference);
    }
  }

  /**
   * Up to 8190 transfers straight on the ledger; the array holds them in {@link TransferLayout}.
   */
  record TransferBatch(byte[] transfers) implements Command {
    public TransferBatch {
      Shape.require(
          transfers.length % TransferLayout.TRANSFER_BYTES == 0
              && transfers.length / TransferLayout.TRANSFER_BYTES
                  <= TransferLayout.BATCH_TRANSFERS_MAX,
          "a batch is whole transfers, at most " + TransferLayout.BATCH_TRANSFERS_MAX);
    }
  }

  // What a cash machine asks; {@code machine} is known from its key.

  record ReadBalance(
      UUID id, String machine, String card, PinVerifier pin, @Nullable String account)
      implements Command {
    public ReadBalance {
      Shape.text("machine", machine);
      Shape.text("card", card);
      if (account != null) {
        Shape.text("account", account);
      }
    }
  }

  /** The balances of all accounts of the card's customer: {@link Reply.Balances}. */
  record ReadAccounts(UUID id, String machine, String card, PinVerifier pin) implements Command {
    public ReadAccounts {
      Shape.text("machine", machine);
      Shape.text("card", card);
    }
  }

  record ChangePin(UUID id, String machine, String card, PinVerifier pin, PinVerifier newPin)
      implements Command {
    public ChangePin {
      Shape.text("machine", machine);
      Shape.text("card", card);
    }
  }

  record Deposit(
      UUID id,
      String machine,
      String card,
      PinVerifier pin,
      long amount,
      String currency,
      @Nullable String account)
      implements Command {
    public Deposit {
      Shape.text("machine", machine);
      Shape.text("card", card);
      Shape.text("currency", currency);
      if (account != null) {
        Shape.text("account", account);
      }
    }
  }

  /** A transfer by a customer at a machine. {@code from}: null for the card's own account. */
  record CardTransfer(
      UUID id,
      String machine,
      String card,
      PinVerifier pin,
      @Nullable String from,
      String to,
      long amount,
      String currency,
      String reference)
      implements Command {
    public CardTransfer {
      Shape.text("machine", machine);
      Shape.text("card", card);
      if (from != null) {
        Shape.text("from", from);
      }
      Shape.text("to", to);
      Shape.text("currency", currency);
      Shape.reference(reference);
    }
  }

  /** Withdrawal with a card of this bank. */
  record Withdraw(
      UUID id,
      String machine,
      String card,
      PinVerifier pin,
      long amount,
      String currency,
      long acceptedFee)
      implements Command {
    public Withdraw {
      Shape.text("machine", machine);
      Shape.text("card", card);
      Shape.text("currency", currency);
    }
  }

  /**
   * Withdrawal with another bank's card: the exchange begins, as acquirer. The PIN stays sealed for
   * the issuer.
   */
  record WithdrawForeign(
      UUID id,
      String machine,
      String card,
      byte[] sealedPin,
      long amount,
      String currency,
      long acceptedFee)
      implements Command {
    public WithdrawForeign {
      Shape.text("machine", machine);
      Shape.text("card", card);
      Shape.sealedPin(sealedPin);
      Shape.text("currency", currency);
    }
  }

  record ConfirmWithdrawal(UUID id, String machine, long dispensed) implements Command {
    public ConfirmWithdrawal {
      Shape.text("machine", machine);
    }
  }

  record ReverseWithdrawal(UUID id, String machine) implements Command {
    public ReverseWithdrawal {
      Shape.text("machine", machine);
    }
  }

  /**
   * A person's decision on a withdrawal whose machine cannot tell; also releases holds of an issuer
   * whose acquirer is gone ({@code dispensed} 0).
   */
  record ResolveExchange(UUID id, long dispensed) implements Command {}

  // What other banks say; {@code partner} is their bank code, known from their key.

  /**
   * A partner's message. For {@link PartnerMessage.Authorise} the server has unsealed the PIN into
   * a verifier.
   */
  record FromPartner(String partner, PartnerMessage message, @Nullable PinVerifier pin)
      implements Command {
    public FromPartner {
      Shape.text("partner", partner);
    }
  }

  /** A balance inquiry by a partner's machine. */
  record ReadBalanceForPartner(UUID id, String partner, String card, PinVerifier pin)
      implements Command {
    public ReadBalanceForPartner {
      Shape.text("partner", partner);
      Shape.text("card", card);
    }
  }

  /** A partner's answer to an outstanding message of ours. */
  record PartnerAnswered(UUID exchange, PartnerMessage.Kind message, PartnerAnswer answer)
      implements Command {}

  /**
   * No answer to an {@link PartnerMessage.Authorise} in time: the exchange is reversed, unless it
   * was answered meanwhile.
   */
  record RequestUnanswered(UUID exchange) implements Command {}

  /** The statement database holds all postings up to this sequence number. */
  record PostingsProjected(long upTo) implements Command {}
}
