package mutual.app.bank;

import java.util.List;
import mutual.app.CommandGroup;
import mutual.app.Output;
import mutual.app.RepeatOption;
import mutual.contracts.bank.v1.Customer;
import mutual.contracts.bank.v1.ListCustomersRequest;
import mutual.contracts.bank.v1.ListCustomersResponse;
import mutual.contracts.bank.v1.OpenCustomerRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mutual bank customer …}. */
@Command(
    name = "customer",
    description = "The bank's customers.",
    subcommands = {CustomerCommands.Open.class, CustomerCommands.ListAll.class},
    footerHeading = "%nExample:%n",
    footer = "  mutual bank customer open 'Demo Customer Ada' --data north")
final class CustomerCommands extends CommandGroup {
  @Command(
      name = "open",
      description = "Make a customer known; prints the customer's id.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank customer open 'Demo Customer Ada' --data north")
  static final class Open extends BankTask {
    @Parameters(paramLabel = "NAME", description = "The customer's name.")
    String name = "";

    @Mixin RepeatOption repeat = new RepeatOption();

    @Override
    int run(BankSession bank, Output out) {
      Customer customer =
          bank.accounts()
              .openCustomer(
                  OpenCustomerRequest.newBuilder().setId(repeat.orNew()).setName(name).build());
      out.answer(customer, text -> text.line(customer.getId()));
      return 0;
    }
  }

  @Command(
      name = "list",
      description = "List all customers.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank customer list --data north --json")
  static final class ListAll extends BankTask {
    @Override
    int run(BankSession bank, Output out) {
      ListCustomersResponse.Builder all = ListCustomersResponse.newBuilder();
      String page = "";
      do {
        ListCustomersResponse answer =
            bank.accounts()
                .listCustomers(
                    ListCustomersRequest.newBuilder().setPageSize(500).setPageToken(page).build());
        all.addAllCustomers(answer.getCustomersList());
        page = answer.getNextPageToken();
      } while (!page.isEmpty());
      out.answer(
          all.build(),
          text ->
              text.table(
                  List.of("ID", "NAME"),
                  all.getCustomersList(),
                  c -> List.of(c.getId(), c.getName()),
                  "No customers yet."));
      return 0;
    }
  }
}
