package mutual.bankserver;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import mutual.bank.Bank;
import mutual.contracts.bank.v1.PinKey;
import mutual.contracts.interbank.v1.DescribeRequest;
import mutual.contracts.interbank.v1.DescribeResponse;
import mutual.contracts.interbank.v1.InterbankGrpc;
import mutual.contracts.interbank.v1.InterbankGrpc.InterbankBlockingStub;
import mutual.middleware.Directory;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeClient;
import mutual.middleware.NodeId;
import mutual.middleware.SealedBox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How this bank reaches its partners, and whether the last attempt succeeded. */
final class PartnerLinks {
  /** A partner that has made a new PIN key is believed its old one for this long at most. */
  private static final long DESCRIPTION_NANOS_MAX = Duration.ofMinutes(5).toNanos();

  private static final Duration DESCRIBE_DEADLINE = Duration.ofSeconds(4);
  private static final Logger LOG = LoggerFactory.getLogger(PartnerLinks.class);

  private final BankLog log;
  private final NodeRecords nodes;
  private final Directory directory;
  private final NodeClient client;
  private final ChangeFeed changes;
  private final Map<String, Description> descriptions = new ConcurrentHashMap<>();
  private final Map<String, Boolean> reachable = new ConcurrentHashMap<>();
  private volatile Map<String, NodeId> partners = Map.of();
  private volatile Map<String, String> prefixes = Map.of();

  PartnerLinks(
      BankLog log, NodeRecords nodes, Directory directory, NodeClient client, ChangeFeed changes) {
    this.log = log;
    this.nodes = nodes;
    this.directory = directory;
    this.client = client;
    this.changes = changes;
  }

  /** What a partner says of itself, with a PIN key whose signature is its own. */
  record Description(String name, PinKey pinKey, long readNanos) {}

  /** Reads partners' keys and addresses anew. */
  synchronized void refresh() {
    Map<String, NodeRecords.PartnerRecord> records = nodes.partners();
    Map<String, NodeId> fresh = new HashMap<>();
    Map<String, String> freshPrefixes = new HashMap<>();
    for (Bank.PartnerView partner : log.read(Bank::partners)) {
      NodeId node = NodeId.of(partner.nodeId());
      fresh.put(partner.bankCode(), node);
      freshPrefixes.put(partner.cardPrefix(), partner.bankCode());
      NodeRecords.PartnerRecord record = records.get(partner.bankCode());
      if (record != null) {
        directory.put(node, record.addresses().stream().map(NodeAddress::parse).toList());
      }
    }
    partners = Map.copyOf(fresh);
    prefixes = Map.copyOf(freshPrefixes);
  }

  /** The code of the partner whose cards begin with these six digits; empty if there is none. */
  Optional<String> issuer(String prefix) {
    return Optional.ofNullable(prefixes.get(prefix));
  }

  boolean reachable(String code) {
    return reachable.getOrDefault(code, false);
  }

  /**
   * Calls a partner and notes whether it could be reached.
   *
   * @throws io.grpc.StatusRuntimeException if it did not answer
   */
  <T> T call(String code, Duration deadline, Function<InterbankBlockingStub, T> call) {
    NodeId node = partners.get(code);
    if (node == null) {
      throw new IllegalStateException("no partner " + code);
    }
    try {
      T answer =
          call.apply(
              client
                  .stub(node, InterbankGrpc::newBlockingStub)
                  .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS));
      note(code, true);
      return answer;
    } catch (RuntimeException e) {
      note(code, false);
      throw e;
    }
  }

  /** The partner has been heard from, or not. */
  void note(String code, boolean heard) {
    Boolean before = reachable.put(code, heard);
    if (before == null || before != heard) {
      LOG.info("partner {} is {}", code, heard ? "within reach" : "out of reach");
      changes.publish(new BankChange.PartnerChanged(code));
    }
  }

  /** Calls every partner, and notes which answered. */
  void probe() {
    for (String code : partners.keySet()) {
      try {
        call(code, DESCRIBE_DEADLINE, stub -> stub.describe(DescribeRequest.getDefaultInstance()));
      } catch (RuntimeException e) {
        LOG.debug("partner {} did not answer", code, e);
      }
    }
  }

  /** The partner's name and PIN key; empty if it cannot be reached or its key is not its own. */
  Optional<Description> describe(String code) {
    Description known = descriptions.get(code);
    if (known != null && System.nanoTime() - known.readNanos() < DESCRIPTION_NANOS_MAX) {
      return Optional.of(known);
    }
    try {
      DescribeResponse response =
          call(
              code, DESCRIBE_DEADLINE, stub -> stub.describe(DescribeRequest.getDefaultInstance()));
      PinKey key = response.getPinKey();
      NodeId node = partners.get(code);
      if (node == null
          || !SealedBox.verifyKey(
              node, key.getPublicKey().toByteArray(), key.getSignature().toByteArray())) {
        LOG.warn("partner {} gave a PIN key that it has not signed", code);
        return Optional.empty();
      }
      Description fresh = new Description(response.getName(), key, System.nanoTime());
      descriptions.put(code, fresh);
      return Optional.of(fresh);
    } catch (RuntimeException e) {
      // An old key still opens PINs for as long as the partner keeps it; better than no service.
      LOG.info("partner {} did not describe itself: {}", code, e.getMessage());
      return Optional.ofNullable(known);
    }
  }
}
