package mutual.bankserver;

import static mutual.bankserver.Answers.answer;
import static mutual.bankserver.Answers.done;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;
import mutual.contracts.bank.v1.Account;
import mutual.contracts.bank.v1.AccountsGrpc;
import mutual.contracts.bank.v1.CloseAccountRequest;
import mutual.contracts.bank.v1.Customer;
import mutual.contracts.bank.v1.GetAccountRequest;
import mutual.contracts.bank.v1.ListAccountsRequest;
import mutual.contracts.bank.v1.ListAccountsResponse;
import mutual.contracts.bank.v1.ListCustomersRequest;
import mutual.contracts.bank.v1.ListCustomersResponse;
import mutual.contracts.bank.v1.ListMovementsRequest;
import mutual.contracts.bank.v1.ListMovementsResponse;
import mutual.contracts.bank.v1.Movement;
import mutual.contracts.bank.v1.OpenAccountRequest;
import mutual.contracts.bank.v1.OpenCustomerRequest;

/** Customers and their accounts, for programs. */
final class AccountsService extends AccountsGrpc.AccountsImplBase {
  private final BankOffice office;
  private final BankBooks books;

  AccountsService(BankOffice office, BankBooks books) {
    this.office = office;
    this.books = books;
  }

  @Override
  public void openCustomer(OpenCustomerRequest request, StreamObserver<Customer> observer) {
    answer(
        observer,
        () ->
            customer(done(office.openCustomer(Wire.id(request.getId(), "id"), request.getName()))));
  }

  @Override
  public void listCustomers(
      ListCustomersRequest request, StreamObserver<ListCustomersResponse> observer) {
    answer(
        observer,
        () -> {
          int size = Wire.pageSize(request.getPageSize());
          List<CustomerEntry> page =
              books.customers(Wire.idOrNull(request.getPageToken(), "page_token"), size);
          ListCustomersResponse.Builder response = ListCustomersResponse.newBuilder();
          page.forEach(entry -> response.addCustomers(customer(entry)));
          if (page.size() == size) {
            response.setNextPageToken(page.getLast().id().toString());
          }
          return response.build();
        });
  }

  @Override
  public void openAccount(OpenAccountRequest request, StreamObserver<Account> observer) {
    answer(
        observer,
        () ->
            Wire.account(
                done(
                    office.openAccount(
                        Wire.id(request.getId(), "id"),
                        Wire.id(request.getCustomerId(), "customer_id"),
                        Wire.currency(request.getCurrency(), "currency"),
                        request.getOverdraftMinorUnits()))));
  }

  @Override
  public void getAccount(GetAccountRequest request, StreamObserver<Account> observer) {
    answer(observer, () -> Wire.account(existing(request.getNumber())));
  }

  @Override
  public void listAccounts(
      ListAccountsRequest request, StreamObserver<ListAccountsResponse> observer) {
    answer(
        observer,
        () -> {
          int size = Wire.pageSize(request.getPageSize());
          List<AccountEntry> page =
              books.accounts(
                  Wire.idOrNull(request.getCustomerId(), "customer_id"),
                  Wire.wordOrNull(request.getPageToken(), "page_token"),
                  size,
                  request.getIncludeInternal());
          ListAccountsResponse.Builder response = ListAccountsResponse.newBuilder();
          page.forEach(entry -> response.addAccounts(Wire.account(entry)));
          if (page.size() == size) {
            response.setNextPageToken(page.getLast().account().number());
          }
          return response.build();
        });
  }

  @Override
  public void closeAccount(CloseAccountRequest request, StreamObserver<Account> observer) {
    answer(
        observer,
        () -> Wire.account(done(office.closeAccount(Wire.needed(request.getNumber(), "number")))));
  }

  @Override
  public void listMovements(
      ListMovementsRequest request, StreamObserver<ListMovementsResponse> observer) {
    answer(
        observer,
        () -> {
          int size = Wire.pageSize(request.getPageSize());
          AccountEntry account = existing(request.getNumber());
          String currency = account.account().currency();
          String number = account.account().number();
          String token = request.getPageToken();
          List<StatementLine> page =
              token.isEmpty()
                  ? books.movements(number, size)
                  : books.movements(number, from(token), size);
          ListMovementsResponse.Builder response = ListMovementsResponse.newBuilder();
          for (StatementLine line : page) {
            response.addMovements(
                Movement.newBuilder()
                    .setSequence(line.sequence())
                    .setTime(line.time().toString())
                    .setAmount(Wire.money(line.amount(), currency))
                    .setBalanceAfter(Wire.money(line.balanceAfter(), currency))
                    .setKind(line.kind())
                    .setCounterparty(line.counterparty())
                    .setReference(line.reference())
                    .setId(line.id().toString()));
          }
          if (!page.isEmpty() && page.getLast().previous() != 0) {
            response.setNextPageToken(Long.toString(page.getLast().previous()));
          }
          return response.build();
        });
  }

  private static long from(String token) {
    if (!token.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("page_token: from the answer before");
    }
    return Long.parseLong(token);
  }

  private AccountEntry existing(String number) {
    return books
        .account(Wire.needed(number, "number"))
        .orElseThrow(() -> Answers.notFound("no account " + number));
  }

  private static Customer customer(CustomerEntry entry) {
    UUID id = entry.id();
    return Customer.newBuilder().setId(id.toString()).setName(entry.name()).build();
  }
}
