package mutual.app.machine;

import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import mutual.app.AmountText;
import mutual.app.Output;
import mutual.contracts.cashmachine.v1.AttendantGrpc.AttendantBlockingStub;
import mutual.contracts.cashmachine.v1.MachineState;
import mutual.contracts.cashmachine.v1.NoteCount;
import picocli.CommandLine.Command;

/** A command to the running machine of a data folder. */
@Command
abstract class MachineTask extends FolderTask implements Callable<Integer> {
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
  static String notes(List<NoteCount> counts) {
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
                        + BigDecimal.valueOf(count.getDenominationMinorUnits(), 2)
                            .stripTrailingZeros()
                            .toPlainString())
            .toList());
  }
}
