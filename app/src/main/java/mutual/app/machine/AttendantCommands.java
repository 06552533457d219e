package mutual.app.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mutual.app.AmountText;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.app.RepeatOption;
import mutual.contracts.cashmachine.v1.AttendantGrpc.AttendantBlockingStub;
import mutual.contracts.cashmachine.v1.ClearAttentionRequest;
import mutual.contracts.cashmachine.v1.CountRequest;
import mutual.contracts.cashmachine.v1.CutPowerRequest;
import mutual.contracts.cashmachine.v1.EmptyBinsRequest;
import mutual.contracts.cashmachine.v1.EmptyBinsResponse;
import mutual.contracts.cashmachine.v1.GetStatusRequest;
import mutual.contracts.cashmachine.v1.LoadNotesRequest;
import mutual.contracts.cashmachine.v1.LoadNotesResponse;
import mutual.contracts.cashmachine.v1.NoteCount;
import mutual.contracts.cashmachine.v1.SetFaultRequest;
import mutual.contracts.cashmachine.v1.TakeRetainedCardsRequest;
import mutual.contracts.cashmachine.v1.TakeRetainedCardsResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an attendant does at a running machine. */
final class AttendantCommands {
  private static final int CENTS = 100;

  private AttendantCommands() {}

  @Command(
      name = "status",
      description = "Show how the machine is and what is in it.",
      footerHeading = "%nExample:%n",
      footer = "  mutual cash-machine status --data m")
  static final class Status extends MachineTask {
    @Override
    void run(AttendantBlockingStub machine, Output out) {
      show(out, machine.getStatus(GetStatusRequest.getDefaultInstance()));
    }
  }

  @Command(
      name = "load",
      description = {
        "Put notes into the cassettes.",
        "Book it at the bank, too: mutual bank machine load-cash NAME AMOUNT"
      },
      footerHeading = "%nExample:%n",
      footer = "  mutual cash-machine load 100x50 200x20 200x10 --data m")
  static final class Load extends MachineTask {
    @Parameters(
        arity = "1..*",
        paramLabel = "COUNTxVALUE",
        description = "Such as 100x50: one hundred notes of 50.")
    List<String> notes = new ArrayList<>();

    @Mixin RepeatOption repeat = new RepeatOption();

    @Override
    void run(AttendantBlockingStub machine, Output out) {
      LoadNotesRequest.Builder request = LoadNotesRequest.newBuilder().setId(repeat.orNew());
      notes.forEach(text -> request.addNotes(parse(text)));
      LoadNotesResponse answer = machine.loadNotes(request.build());
      out.answer(
          answer,
          text -> {
            text.field("loaded", notes(answer.getLoadedList()));
            text.field("together", AmountText.of(answer.getTotal()));
          });
    }

    private static NoteCount parse(String text) {
      String[] parts = text.toLowerCase(Locale.ROOT).split("x", -1);
      try {
        if (parts.length == 2) {
          return NoteCount.newBuilder()
              .setNotes(Integer.parseInt(parts[0]))
              .setDenominationMinorUnits(
                  Math.multiplyExact(Integer.parseInt(parts[1]), (long) CENTS))
              .build();
        }
      } catch (NumberFormatException e) {
        throw new CommandFailure(ExitCode.USAGE, "not COUNTxVALUE: '" + text + "'", e);
      }
      throw new CommandFailure(ExitCode.USAGE, "not COUNTxVALUE: '" + text + "'");
    }
  }

  @Command(
      name = "count",
      description = "Count what is inside, which settles withdrawals whose outcome was uncertain.",
      footerHeading = "%nExample:%n",
      footer = "  mutual cash-machine count --data m")
  static final class Count extends MachineTask {
    @Override
    void run(AttendantBlockingStub machine, Output out) {
      show(out, machine.count(CountRequest.getDefaultInstance()));
    }
  }

  @Command(
      name = "empty-bins",
      description = {
        "Take the notes out of the reject and deposit bins.",
        "Book it at the bank, too: mutual bank machine load-cash NAME -AMOUNT"
      },
      footerHeading = "%nExample:%n",
      footer = "  mutual cash-machine empty-bins --data m")
  static final class EmptyBins extends MachineTask {
    @Mixin RepeatOption repeat = new RepeatOption();

    @Override
    void run(AttendantBlockingStub machine, Output out) {
      EmptyBinsResponse answer =
          machine.emptyBins(EmptyBinsRequest.newBuilder().setId(repeat.orNew()).build());
      out.answer(
          answer,
          text -> {
            text.field("taken", notes(answer.getTakenList()));
            text.field("together", AmountText.of(answer.getTotal()));
          });
    }
  }

  @Command(
      name = "take-cards",
      description = "Take out the cards that the machine has kept.",
      footerHeading = "%nExample:%n",
      footer = "  mutual cash-machine take-cards --data m")
  static final class TakeCards extends MachineTask {
    @Mixin RepeatOption repeat = new RepeatOption();

    @Override
    void run(AttendantBlockingStub machine, Output out) {
      TakeRetainedCardsResponse answer =
          machine.takeRetainedCards(
              TakeRetainedCardsRequest.newBuilder().setId(repeat.orNew()).build());
      out.answer(
          answer,
          text ->
              text.line(
                  answer.getCardsList().isEmpty()
                      ? "No cards were kept."
                      : String.join("\n", answer.getCardsList())));
    }
  }

  @Command(
      name = "resolve",
      description = "Say that a person has dealt with a case shown under 'attention'.",
      footerHeading = "%nExample:%n",
      footer = "  mutual cash-machine resolve ID --data m")
  static final class Resolve extends MachineTask {
    @Parameters(paramLabel = "ID", description = "The case's id, from 'status'.")
    String id = "";

    @Override
    void run(AttendantBlockingStub machine, Output out) {
      show(out, machine.clearAttention(ClearAttentionRequest.newBuilder().setId(id).build()));
    }
  }

  @Command(
      name = "fault",
      description = {
        "Make a simulated device fail, or repair it.",
        "With --power the power fails: now, or at a point such as PICKING."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mutual cash-machine fault DISPENSER_JAM --data m",
        "  mutual cash-machine fault DISPENSER_JAM --off --data m",
        "  mutual cash-machine fault --power PICKING --data m"
      })
  static final class Fault extends MachineTask {
    @Parameters(
        arity = "0..1",
        paramLabel = "FAULT",
        defaultValue = "",
        description = "Such as DISPENSER_JAM; a wrong name is answered with all names.")
    String fault = "";

    @Option(names = "--off", description = "Repair it.")
    boolean off;

    @Option(
        names = "--power",
        arity = "0..1",
        paramLabel = "POINT",
        defaultValue = Option.NULL_VALUE,
        fallbackValue = "",
        description = "Cut the power: now, or when the machine comes to this point.")
    @Nullable String power;

    @Override
    void run(AttendantBlockingStub machine, Output out) {
      if (power != null) {
        show(out, machine.cutPower(CutPowerRequest.newBuilder().setAt(power).build()));
      } else {
        show(
            out,
            machine.setFault(SetFaultRequest.newBuilder().setFault(fault).setOn(!off).build()));
      }
    }
  }
}
