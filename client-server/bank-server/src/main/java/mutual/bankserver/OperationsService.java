package mutual.bankserver;

import static mutual.bankserver.Answers.answer;
import static mutual.bankserver.Answers.done;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import mutual.bank.ExchangeView;
import mutual.bank.Refusal;
import mutual.contracts.bank.v1.AddMachineRequest;
import mutual.contracts.bank.v1.AddPartnerRequest;
import mutual.contracts.bank.v1.AuditLine;
import mutual.contracts.bank.v1.AuditReport;
import mutual.contracts.bank.v1.AuditRequest;
import mutual.contracts.bank.v1.BankDescription;
import mutual.contracts.bank.v1.Client;
import mutual.contracts.bank.v1.Exchange;
import mutual.contracts.bank.v1.FundVaultRequest;
import mutual.contracts.bank.v1.FundVaultResponse;
import mutual.contracts.bank.v1.GetBankRequest;
import mutual.contracts.bank.v1.GetExchangeRequest;
import mutual.contracts.bank.v1.GrantClientRequest;
import mutual.contracts.bank.v1.ListClientsRequest;
import mutual.contracts.bank.v1.ListClientsResponse;
import mutual.contracts.bank.v1.ListExchangesRequest;
import mutual.contracts.bank.v1.ListExchangesResponse;
import mutual.contracts.bank.v1.ListMachinesRequest;
import mutual.contracts.bank.v1.ListMachinesResponse;
import mutual.contracts.bank.v1.ListOperatorsRequest;
import mutual.contracts.bank.v1.ListOperatorsResponse;
import mutual.contracts.bank.v1.ListPartnersRequest;
import mutual.contracts.bank.v1.ListPartnersResponse;
import mutual.contracts.bank.v1.LoadCashRequest;
import mutual.contracts.bank.v1.Machine;
import mutual.contracts.bank.v1.Money;
import mutual.contracts.bank.v1.OperationsGrpc;
import mutual.contracts.bank.v1.Operator;
import mutual.contracts.bank.v1.Partner;
import mutual.contracts.bank.v1.PutOperatorRequest;
import mutual.contracts.bank.v1.RemoveOperatorRequest;
import mutual.contracts.bank.v1.RemoveOperatorResponse;
import mutual.contracts.bank.v1.ResolveExchangeRequest;
import mutual.contracts.bank.v1.TakeSnapshotRequest;
import mutual.contracts.bank.v1.TakeSnapshotResponse;
import mutual.contracts.bank.v1.UpdatePartnerRequest;
import mutual.journal.CommandLog;
import mutual.middleware.NodeId;

/** Running the bank, for programs with the right to. */
final class OperationsService extends OperationsGrpc.OperationsImplBase {
  private final BankDescription description;
  private final BankOffice office;
  private final BankBooks books;
  private final Operators operators;
  private final OperationsWire wire;
  private final String currency;

  OperationsService(
      BankDescription description, BankOffice office, BankBooks books, Operators operators) {
    this.description = description;
    this.office = office;
    this.books = books;
    this.operators = operators;
    currency = description.getCurrency();
    wire = new OperationsWire(currency);
  }

  @Override
  public void getBank(GetBankRequest request, StreamObserver<BankDescription> observer) {
    answer(observer, () -> description);
  }

  @Override
  public void addMachine(AddMachineRequest request, StreamObserver<Machine> observer) {
    answer(
        observer,
        () ->
            wire.machine(
                done(
                    office.addMachine(
                        request.getMachine(),
                        NodeId.parse(request.getNodeId()),
                        request.getPlace()))));
  }

  @Override
  public void listMachines(
      ListMachinesRequest request, StreamObserver<ListMachinesResponse> observer) {
    answer(
        observer,
        () ->
            ListMachinesResponse.newBuilder()
                .addAllMachines(books.machines().stream().map(wire::machine).toList())
                .build());
  }

  @Override
  public void loadCash(LoadCashRequest request, StreamObserver<Machine> observer) {
    answer(
        observer,
        () ->
            wire.machine(
                done(
                    office.loadCash(
                        Wire.id(request.getId(), "id"),
                        Wire.needed(request.getMachine(), "machine"),
                        amount(request.getAmount(), "amount")))));
  }

  @Override
  public void fundVault(FundVaultRequest request, StreamObserver<FundVaultResponse> observer) {
    answer(
        observer,
        () -> {
          AccountEntry vault =
              done(
                  office.fundVault(
                      Wire.id(request.getId(), "id"), amount(request.getAmount(), "amount")));
          return FundVaultResponse.newBuilder()
              .setVault(Wire.money(vault.account().balance(), currency))
              .build();
        });
  }

  @Override
  public void addPartner(AddPartnerRequest request, StreamObserver<Partner> observer) {
    answer(
        observer,
        () ->
            wire.partner(
                done(
                    office.addPartner(
                        code(request.getCode()),
                        request.getName(),
                        NodeId.parse(request.getNodeId()),
                        prefix(request.getCardPrefix()),
                        amount(request.getNetDebitCap(), "net_debit_cap"),
                        request.getAddressesList()))));
  }

  @Override
  public void updatePartner(UpdatePartnerRequest request, StreamObserver<Partner> observer) {
    answer(
        observer,
        () -> {
          String code = code(request.getCode());
          PartnerEntry now =
              books.partner(code).orElseThrow(() -> Answers.notFound("no partner " + code));
          long cap =
              request.hasNetDebitCap()
                  ? amount(request.getNetDebitCap(), "net_debit_cap")
                  : now.partner().netDebitCap();
          List<String> addresses =
              request.getAddressesCount() == 0 ? now.addresses() : request.getAddressesList();
          return wire.partner(
              done(office.updatePartner(code, cap, request.getSuspended(), addresses)));
        });
  }

  private static String code(String text) {
    if (!text.matches("[A-Z]{4}")) {
      throw new IllegalArgumentException("code: four capital letters such as NORT");
    }
    return text;
  }

  private static String prefix(String text) {
    if (!text.matches("[0-9]{6}")) {
      throw new IllegalArgumentException("card_prefix: six digits such as 999001");
    }
    return text;
  }

  @Override
  public void listPartners(
      ListPartnersRequest request, StreamObserver<ListPartnersResponse> observer) {
    answer(
        observer,
        () ->
            ListPartnersResponse.newBuilder()
                .addAllPartners(books.partners().stream().map(wire::partner).toList())
                .build());
  }

  @Override
  public void listExchanges(
      ListExchangesRequest request, StreamObserver<ListExchangesResponse> observer) {
    answer(
        observer,
        () -> {
          int size = Wire.pageSize(request.getPageSize());
          List<ExchangeView> page =
              books.exchanges(
                  Wire.idOrNull(request.getPageToken(), "page_token"), size, request.getOpenOnly());
          ListExchangesResponse.Builder response = ListExchangesResponse.newBuilder();
          page.forEach(view -> response.addExchanges(wire.exchange(view)));
          if (page.size() == size) {
            response.setNextPageToken(page.getLast().id().toString());
          }
          return response.build();
        });
  }

  @Override
  public void getExchange(GetExchangeRequest request, StreamObserver<Exchange> observer) {
    answer(
        observer,
        () -> {
          UUID id = Wire.id(request.getId(), "id");
          return books
              .exchange(id)
              .map(wire::exchange)
              .orElseThrow(() -> Answers.notFound("no exchange " + id));
        });
  }

  @Override
  public void resolveExchange(ResolveExchangeRequest request, StreamObserver<Exchange> observer) {
    answer(
        observer,
        () ->
            wire.exchange(
                done(
                    office.resolveExchange(
                        Wire.id(request.getId(), "id"), request.getDispensedMinorUnits()))));
  }

  @Override
  public void audit(AuditRequest request, StreamObserver<AuditReport> observer) {
    answer(
        observer,
        () -> {
          AuditResult result = books.audit();
          AuditReport.Builder report =
              AuditReport.newBuilder()
                  .setBalanced(result.balanced())
                  .setTime(result.time().toString())
                  .setLogPosition(result.logPosition());
          result
              .lines()
              .forEach(
                  line ->
                      report.addLines(
                          AuditLine.newBuilder()
                              .setCheck(line.check())
                              .setPassed(line.passed())
                              .setDetail(line.detail())));
          return report.build();
        });
  }

  @Override
  public void takeSnapshot(
      TakeSnapshotRequest request, StreamObserver<TakeSnapshotResponse> observer) {
    answer(
        observer,
        () -> {
          CommandLog.SnapshotTaken taken = office.snapshot();
          return TakeSnapshotResponse.newBuilder()
              .setLogPosition(taken.position())
              .setBytes(taken.bytes())
              .build();
        });
  }

  @Override
  public void grantClient(GrantClientRequest request, StreamObserver<Client> observer) {
    answer(
        observer,
        () -> {
          Set<Right> rights = EnumSet.noneOf(Right.class);
          request.getRightsList().forEach(text -> rights.add(Right.of(text)));
          return client(
              office.grantClient(NodeId.parse(request.getNodeId()), request.getName(), rights));
        });
  }

  @Override
  public void listClients(
      ListClientsRequest request, StreamObserver<ListClientsResponse> observer) {
    answer(
        observer,
        () ->
            ListClientsResponse.newBuilder()
                .addAllClients(books.clients().stream().map(OperationsService::client).toList())
                .build());
  }

  private static Client client(ClientEntry entry) {
    return Client.newBuilder()
        .setNodeId(entry.node().toString())
        .setName(entry.name())
        .addAllRights(entry.rights().stream().sorted().map(Right::text).toList())
        .build();
  }

  @Override
  public void putOperator(PutOperatorRequest request, StreamObserver<Operator> observer) {
    answer(
        observer,
        () -> {
          operators.put(request.getName(), request.getPassword());
          return Operator.newBuilder().setName(request.getName().strip()).build();
        });
  }

  @Override
  public void listOperators(
      ListOperatorsRequest request, StreamObserver<ListOperatorsResponse> observer) {
    answer(
        observer,
        () -> {
          ListOperatorsResponse.Builder response = ListOperatorsResponse.newBuilder();
          operators.names().forEach(name -> response.addOperatorsBuilder().setName(name));
          return response.build();
        });
  }

  @Override
  public void removeOperator(
      RemoveOperatorRequest request, StreamObserver<RemoveOperatorResponse> observer) {
    answer(
        observer,
        () -> {
          operators.remove(request.getName());
          return RemoveOperatorResponse.getDefaultInstance();
        });
  }

  /** The commands of operations carry no currency: the bank has but one. */
  private long amount(Money money, String field) {
    if (!Wire.currency(money, field).equals(currency)) {
      throw Status.FAILED_PRECONDITION
          .withDescription(
              Refusal.CURRENCY_WRONG.name() + ": " + Explanations.of(Refusal.CURRENCY_WRONG))
          .asRuntimeException();
    }
    return money.getMinorUnits();
  }
}
