package mutual.cashmachine.node;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mutual.cashmachine.DeviceReport;
import mutual.cashmachine.MaskedCard;
import mutual.cashmachine.Notes;
import mutual.cashmachine.devices.Contents;
import mutual.cashmachine.devices.CutPoint;
import mutual.cashmachine.devices.Fault;
import mutual.contracts.bank.v1.Money;
import mutual.contracts.cashmachine.v1.AttendantGrpc;
import mutual.contracts.cashmachine.v1.Attention;
import mutual.contracts.cashmachine.v1.ClearAttentionRequest;
import mutual.contracts.cashmachine.v1.CountRequest;
import mutual.contracts.cashmachine.v1.CutPowerRequest;
import mutual.contracts.cashmachine.v1.EmptyBinsRequest;
import mutual.contracts.cashmachine.v1.EmptyBinsResponse;
import mutual.contracts.cashmachine.v1.GetStatusRequest;
import mutual.contracts.cashmachine.v1.LoadNotesRequest;
import mutual.contracts.cashmachine.v1.LoadNotesResponse;
import mutual.contracts.cashmachine.v1.MachineState;
import mutual.contracts.cashmachine.v1.NoteCount;
import mutual.contracts.cashmachine.v1.SetFaultRequest;
import mutual.contracts.cashmachine.v1.TakeRetainedCardsRequest;
import mutual.contracts.cashmachine.v1.TakeRetainedCardsResponse;

/** An attendant's hands, reached over the machine's node port with the machine's own key. */
final class AttendantService extends AttendantGrpc.AttendantImplBase {
  private final CashMachineNode machine;

  AttendantService(CashMachineNode machine) {
    this.machine = machine;
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<MachineState> answer) {
    answer(answer, this::state);
  }

  @Override
  public void loadNotes(LoadNotesRequest request, StreamObserver<LoadNotesResponse> answer) {
    answer(
        answer,
        () -> {
          Notes loaded = machine.loadCash(notes(request.getNotesList()));
          return LoadNotesResponse.newBuilder()
              .addAllLoaded(counts(loaded))
              .setTotal(money(loaded.total()))
              .build();
        });
  }

  @Override
  public void count(CountRequest request, StreamObserver<MachineState> answer) {
    answer(
        answer,
        () -> {
          DeviceReport _ = machine.countAndResolve();
          return state();
        });
  }

  @Override
  public void emptyBins(EmptyBinsRequest request, StreamObserver<EmptyBinsResponse> answer) {
    answer(
        answer,
        () -> {
          Notes taken = machine.emptyBins();
          return EmptyBinsResponse.newBuilder()
              .addAllTaken(counts(taken))
              .setTotal(money(taken.total()))
              .build();
        });
  }

  @Override
  public void takeRetainedCards(
      TakeRetainedCardsRequest request, StreamObserver<TakeRetainedCardsResponse> answer) {
    answer(
        answer,
        () ->
            TakeRetainedCardsResponse.newBuilder()
                .addAllCards(machine.takeRetainedCards().stream().map(MaskedCard::of).toList())
                .build());
  }

  @Override
  public void clearAttention(ClearAttentionRequest request, StreamObserver<MachineState> answer) {
    answer(
        answer,
        () -> {
          machine.clearAttention(UUID.fromString(request.getId()));
          return state();
        });
  }

  @Override
  public void setFault(SetFaultRequest request, StreamObserver<MachineState> answer) {
    answer(
        answer,
        () -> {
          machine.setFault(named(Fault.values(), request.getFault()), request.getOn());
          return state();
        });
  }

  @Override
  public void cutPower(CutPowerRequest request, StreamObserver<MachineState> answer) {
    answer(
        answer,
        () -> {
          if (request.getAt().isEmpty()) {
            machine.cutPower();
          } else {
            machine.cutPowerAt(named(CutPoint.values(), request.getAt()));
          }
          return state();
        });
  }

  private MachineState state() {
    Front front = machine.front();
    Contents contents = machine.contents();
    Map<Integer, Integer> cassettes = new HashMap<>();
    contents
        .cassettes()
        .forEach(
            cassette -> cassettes.merge(cassette.denomination(), cassette.notes(), Integer::sum));
    Notes inCassettes = Notes.of(cassettes);
    Notes everything =
        inCassettes
            .plus(contents.stacker())
            .plus(contents.shutter())
            .plus(contents.reject())
            .plus(contents.escrow())
            .plus(contents.deposits());
    return MachineState.newBuilder()
        .setName(machine.profile().name())
        .setNodeId(machine.id().toString())
        .setPowerOn(front.powerOn())
        .setService(front.status().service().name())
        .addAllReasons(front.status().reasons())
        .setScreen(front.screen().text())
        .addAllCassettes(counts(inCassettes))
        .addAllRejectBin(counts(contents.reject()))
        .addAllDepositBin(counts(contents.deposits()))
        .setCounted(money(everything.total()))
        .addAllOpen(machine.open().stream().map(Object::toString).toList())
        .addAllAttention(
            machine.attention().stream()
                .map(
                    entry ->
                        Attention.newBuilder()
                            .setId(entry.id().toString())
                            .setText(entry.toString())
                            .build())
                .toList())
        .addAllFaults(machine.faults().stream().map(Fault::name).sorted().toList())
        .build();
  }

  private Money money(long minorUnits) {
    return Money.newBuilder()
        .setMinorUnits(minorUnits)
        .setCurrency(machine.profile().currency())
        .build();
  }

  private static Notes notes(List<NoteCount> counts) {
    Map<Integer, Integer> notes = new HashMap<>();
    counts.forEach(
        count ->
            notes.merge(
                Math.toIntExact(count.getDenominationMinorUnits()),
                count.getNotes(),
                Math::addExact));
    return Notes.of(notes);
  }

  private static List<NoteCount> counts(Notes notes) {
    return notes.counts().entrySet().stream()
        .map(
            entry ->
                NoteCount.newBuilder()
                    .setDenominationMinorUnits(entry.getKey())
                    .setNotes(entry.getValue())
                    .build())
        .toList();
  }

  private static <E extends Enum<E>> E named(E[] values, String name) {
    return Arrays.stream(values)
        .filter(value -> value.name().equalsIgnoreCase(name.replace('-', '_')))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no '"
                        + name
                        + "'; there are "
                        + Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", "))));
  }

  private static <A> void answer(StreamObserver<A> observer, Supplier<A> work) {
    A result;
    try {
      result = work.get();
    } catch (IllegalArgumentException | ArithmeticException e) {
      observer.onError(
          Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      return;
    } catch (IllegalStateException e) {
      observer.onError(
          Status.FAILED_PRECONDITION.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    observer.onNext(result);
    observer.onCompleted();
  }
}
