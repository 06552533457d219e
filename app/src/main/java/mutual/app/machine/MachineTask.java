package mutual.app.machine;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import mutual.app.AmountText;
import mutual.app.Output;
import mutual.contracts.cashmachine.v1.AttendantGrpc.AttendantBlockingStub;
import mutual.contracts.cashmachine.v1.MachineState;
import mutual.contracts.cashmachine.v1.NoteCount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command to the running machine of a data folder. */
@Command
abstract class MachineTask implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      defaultValue = "${env:MUTUAL_MACHINE_DATA}",
      description = "The machine's data folder (or set MUTUAL_MACHINE_DATA).")
  Path data = Path.of("");

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (MachineFolder.Session session = new MachineFolder(data).attend()) {
      run(session.attendant(), Output.of(spec));
    }
    return 0;
  }

  abstract void run(AttendantBlockingStub machine, Output out);

  static void show(Output out, MachineState state) {
    out.answer(
        state,
        text -> {
          text.field("machine", state.getName());
          text.field("node", state.getNodeId());
          text.field(
              "status",
              state.getPowerOn() ? state.getService().replace('_', ' ') : "the power is off");
          state.getReasonsList().forEach(reason -> text.field("", reason));
          text.field("screen", state.getScreen());
          text.field("cassettes", notes(state.getCassettesList()));
          text.field("reject bin", notes(state.getRejectBinList()));
          text.field("deposit bin", notes(state.getDepositBinList()));
          text.field("counted", AmountText.of(state.getCounted()));
          state.getOpenList().forEach(open -> text.field("open", open));
          state
              .getAttentionList()
              .forEach(entry -> text.field("attention", entry.getId() + " " + entry.getText()));
          if (!state.getFaultsList().isEmpty()) {
            text.field("faults", String.join(", ", state.getFaultsList()));
          }
        });
  }

  /** Such as {@code 2 x 50.00, 1 x 20.00}. */
  static String notes(java.util.List<NoteCount> counts) {
    if (counts.isEmpty()) {
      return "empty";
    }
    return String.join(
        ", ",
        counts.stream()
            .map(
                count ->
                    count.getNotes()
                        + " x "
                        + java.math.BigDecimal.valueOf(count.getDenominationMinorUnits(), 2)
                            .stripTrailingZeros()
                            .toPlainString())
            .toList());
  }
}
