package mutual.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import mutual.ledger.TransferLayout;
import org.junit.jupiter.api.Test;

class CommandCodecProperties {
  @Test
  void whatIsWrittenIsRead() {
    Set<Class<?>> seen = new HashSet<>();
    Seeds.forEach(
        200,
        random -> {
          for (Command command : commands(random)) {
            seen.add(command.getClass());
            byte[] bytes = CommandCodec.encode(command);
            Command read = CommandCodec.decode(bytes);
            assertThat(read).usingRecursiveComparison().isEqualTo(command);
            assertThat(CommandCodec.encode(read)).isEqualTo(bytes);
          }
        });
    assertThat(seen).hasSameSizeAs(Command.class.getPermittedSubclasses());
  }

  @Test
  void whatIsNoCommandStops() {
    assertThatThrownBy(() -> CommandCodec.decode(new byte[8]))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] newer = CommandCodec.encode(new Command.OpenCustomer(new UUID(1, 2)));
    newer[6] = 99;
    assertThatThrownBy(() -> CommandCodec.decode(newer))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Command> commands(Random r) {
    UUID id = new UUID(r.nextLong(), r.nextLong());
    String none = r.nextBoolean() ? null : text(r);
    PinVerifier pin = new PinVerifier(bytes(r, PinVerifier.BYTES));
    byte[] key = bytes(r, 32);
    FeeSchedule fees = new FeeSchedule(r.nextInt(9), r.nextInt(9));
    String to = text(r);
    String of = text(r);
    long n = r.nextLong();
    PartnerMessage.Kind[] kinds = PartnerMessage.Kind.values();
    Refusal[] refusals = Refusal.values();
    PartnerAnswer answer =
        r.nextBoolean()
            ? new PartnerAnswer.Yes(n)
            : new PartnerAnswer.No(refusals[r.nextInt(refusals.length)], r.nextInt(4) - 1);
    byte[] sealed = bytes(r, r.nextInt(Command.SEALED_PIN_BYTES_MAX + 1));
    return List.of(
        new Command.Found("NORT", "999001", "EUR", fees, new CardLimits(r.nextInt(9), 3)),
        new Command.OpenCustomer(id),
        new Command.OpenAccount(id, new UUID(n, 1), of, n),
        new Command.CloseAccount(of),
        new Command.IssueCard(id, of, r.nextInt(), n, r.nextInt()),
        new Command.SetPin(of, pin),
        new Command.BlockCard(of),
        new Command.UnblockCard(of),
        new Command.AddMachine(of, key),
        new Command.LoadCash(id, of, n),
        new Command.FundVault(id, n),
        new Command.AddPartner("SOUT", key, "999002", n),
        new Command.UpdatePartner(of, n, r.nextBoolean()),
        new Command.CounterDeposit(id, of, n, to, text(r)),
        new Command.Transfer(id, of, to, n, "EUR", text(r)),
        new Command.TransferBatch(bytes(r, TransferLayout.TRANSFER_BYTES * r.nextInt(9))),
        new Command.ReadBalance(id, of, to, pin, none),
        new Command.ReadAccounts(id, of, to, pin),
        new Command.ChangePin(id, of, to, pin, new PinVerifier(bytes(r, 16))),
        new Command.Deposit(id, of, to, pin, n, "EUR", none),
        new Command.CardTransfer(id, of, to, pin, none, to, n, "EUR", text(r)),
        new Command.Withdraw(id, of, to, pin, n, "EUR", r.nextLong()),
        new Command.WithdrawForeign(id, of, to, sealed, n, "EUR", r.nextLong()),
        new Command.ConfirmWithdrawal(id, of, n),
        new Command.ReverseWithdrawal(id, of),
        new Command.ResolveExchange(id, n),
        new Command.FromPartner(
            of,
            new PartnerMessage.Authorise(id, to, sealed, n, r.nextLong(), "EUR", text(r)),
            r.nextBoolean() ? pin : null),
        new Command.FromPartner(of, new PartnerMessage.Confirm(id, n, 7, "EUR"), null),
        new Command.FromPartner(of, new PartnerMessage.Reverse(id), null),
        new Command.FromPartner(of, new PartnerMessage.Offer(id, of, to, n, "EUR", to), null),
        new Command.ReadBalanceForPartner(id, of, to, pin),
        new Command.PartnerAnswered(id, kinds[r.nextInt(kinds.length)], answer),
        new Command.RequestUnanswered(id),
        new Command.PostingsProjected(n));
  }

  /** Never empty: in the log, an empty text stands for an absent one where a field is optional. */
  private static String text(Random r) {
    StringBuilder text = new StringBuilder("x");
    for (int i = r.nextInt(Command.TEXT_CHARS_MAX); i > 0; i--) {
      text.append("aZ09 -_äß€漢".charAt(r.nextInt(11)));
    }
    return text.toString();
  }

  private static byte[] bytes(Random r, int length) {
    byte[] bytes = new byte[length];
    r.nextBytes(bytes);
    return bytes;
  }
}
