package mutual.bankserver;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import mutual.contracts.bank.v1.AccountsGrpc;
import mutual.contracts.bank.v1.CardsGrpc;
import mutual.contracts.bank.v1.CashMachineGrpc;
import mutual.contracts.bank.v1.OperationsGrpc;
import mutual.contracts.bank.v1.TransfersGrpc;
import mutual.contracts.interbank.v1.InterbankGrpc;
import mutual.middleware.Access;
import mutual.middleware.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Who may call which method of the node port. Machines have their service, partners theirs, and
 * programs what they were given the right to; a method that is not listed here nobody may call.
 */
final class BankAccess implements Access {
  private static final Set<Right> READ = Set.of(Right.ACCOUNTS_READ);
  private static final Set<Right> WRITE = Set.of(Right.ACCOUNTS_WRITE);
  private static final Set<Right> MOVE = Set.of(Right.TRANSFERS_WRITE);
  private static final Set<Right> SEE_CARDS = Set.of(Right.CARDS_READ);
  private static final Set<Right> CHANGE_CARDS = Set.of(Right.CARDS_WRITE);
  private static final Set<Right> OPERATE = Set.of(Right.OPERATE);
  private static final Set<Right> ANY = Set.of(Right.values());

  /** Any one of the rights is enough. */
  static final Map<String, Set<Right>> RIGHTS_OF_METHODS =
      Map.ofEntries(
          entry(AccountsGrpc.getOpenCustomerMethod().getFullMethodName(), WRITE),
          entry(AccountsGrpc.getListCustomersMethod().getFullMethodName(), READ),
          entry(AccountsGrpc.getOpenAccountMethod().getFullMethodName(), WRITE),
          entry(AccountsGrpc.getGetAccountMethod().getFullMethodName(), READ),
          entry(AccountsGrpc.getListAccountsMethod().getFullMethodName(), READ),
          entry(AccountsGrpc.getCloseAccountMethod().getFullMethodName(), WRITE),
          entry(AccountsGrpc.getListMovementsMethod().getFullMethodName(), READ),
          entry(TransfersGrpc.getCreateTransferMethod().getFullMethodName(), MOVE),
          entry(
              TransfersGrpc.getGetTransferMethod().getFullMethodName(),
              Set.of(Right.ACCOUNTS_READ, Right.TRANSFERS_WRITE)),
          entry(TransfersGrpc.getDepositAtCounterMethod().getFullMethodName(), MOVE),
          entry(TransfersGrpc.getCreateTransferBatchMethod().getFullMethodName(), MOVE),
          entry(CardsGrpc.getIssueCardMethod().getFullMethodName(), CHANGE_CARDS),
          entry(CardsGrpc.getGetCardMethod().getFullMethodName(), SEE_CARDS),
          entry(CardsGrpc.getListCardsMethod().getFullMethodName(), SEE_CARDS),
          entry(CardsGrpc.getSetPinMethod().getFullMethodName(), CHANGE_CARDS),
          entry(CardsGrpc.getBlockCardMethod().getFullMethodName(), CHANGE_CARDS),
          entry(CardsGrpc.getUnblockCardMethod().getFullMethodName(), CHANGE_CARDS),
          entry(OperationsGrpc.getGetBankMethod().getFullMethodName(), ANY),
          entry(OperationsGrpc.getAddMachineMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getListMachinesMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getLoadCashMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getFundVaultMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getAddPartnerMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getUpdatePartnerMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getListPartnersMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getListExchangesMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getGetExchangeMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getResolveExchangeMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getAuditMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getTakeSnapshotMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getGrantClientMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getPutOperatorMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getListOperatorsMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getRemoveOperatorMethod().getFullMethodName(), OPERATE),
          entry(OperationsGrpc.getListClientsMethod().getFullMethodName(), OPERATE));

  private static final String MACHINES = CashMachineGrpc.SERVICE_NAME + "/";
  private static final String PARTNERS = InterbankGrpc.SERVICE_NAME + "/";

  private final Callers callers;

  BankAccess(Callers callers) {
    this.callers = callers;
  }

  @Override
  public boolean expects(NodeId caller) {
    return callers.find(caller) != null;
  }

  @Override
  public boolean allows(NodeId caller, String method) {
    Callers.@Nullable Standing standing = callers.find(caller);
    if (standing == null) {
      return false;
    }
    if (method.startsWith(MACHINES)) {
      return standing.machine() != null;
    }
    if (method.startsWith(PARTNERS)) {
      return standing.partner() != null;
    }
    Set<Right> enough = RIGHTS_OF_METHODS.get(method);
    return enough != null && standing.rights().stream().anyMatch(enough::contains);
  }
}
