package mutual.cashmachine.node;

import com.google.protobuf.Message;
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
import mutual.cashmachine.NoteMix;
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
import mutual.middleware.Caller;
import mutual.middleware.IdempotentReceipt;
import mutual.middleware.IdempotentReceipt.Outcome;

/** An attendant's hands, reached over the machine's node port with the machine's own key. */
final class AttendantService extends AttendantGrpc.AttendantImplBase {
  /** Answers remembered of each kind: more than an attendant asks for in a visit. */
  private static final int REMEMBERED_MAX = 100;

  private final CashMachineNode machine;
  private final IdempotentReceipt<LoadNotesResponse> loads =
      new IdempotentReceipt<>(REMEMBERED_MAX);
  private final IdempotentReceipt<EmptyBinsResponse> emptied =
      new IdempotentReceipt<>(REMEMBERED_MAX);
  private final IdempotentReceipt<TakeRetainedCardsResponse> cards =
      new IdempotentReceipt<>(REMEMBERED_MAX);

  AttendantService(CashMachineNode machine) {
    this.machine = machine;
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<MachineState> answer) {
    answer(answer, this::state);
  }

  @Override
  public void loadNotes(LoadNotesRequest request, StreamObserver<LoadNotesResponse> answer) {
    once(
        loads,
        request.getId(),
        request,
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
    once(
        emptied,
        request.getId(),
        request,
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
    once(
        cards,
        request.getId(),
        request,
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

  /** Hands put notes in and take them out but once, however often they are asked to. */
  private static <A> void once(
      IdempotentReceipt<A> receipt,
      String id,
      Message request,
      StreamObserver<A> observer,
      Supplier<A> work) {
    answer(
        observer,
        () -> {
          String uuid = UUID.fromString(id).toString();
          return switch (receipt.once(Caller.current(), uuid, request.toByteArray(), work)) {
            case Outcome.Answered<A>(A answer, boolean _) -> answer;
            case Outcome.Reused<A> _ ->
                throw new IllegalStateException("ID_REUSED: another request had this id");
          };
        });
  }

  private MachineState state() {
    Front front = machine.front();
    Contents contents = machine.contents();
    return MachineState.newBuilder()
        .setName(machine.profile().name())
        .setNodeId(machine.id().toString())
        .setPowerOn(front.powerOn())
        .setService(front.status().service().name())
        .addAllReasons(front.status().reasons())
        .setScreen(front.screen().text())
        .addAllCassettes(counts(NoteMix.in(contents.cassettes())))
        .addAllRejectBin(counts(contents.reject()))
        .addAllDepositBin(counts(contents.deposits()))
        .setCounted(money(contents.inside().total()))
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
