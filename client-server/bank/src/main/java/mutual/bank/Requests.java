package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import mutual.bank.Bank.TransferView;
import org.jspecify.annotations.Nullable;

/**
 * Requests other than exchanges, each with the reply it got, remembered for as long as the time in
 * its id lies within the deduplication window.
 */
final class Requests {
  /** Ids are forgotten together with all others of the same 65 seconds (2^16 ms). */
  private static final int BUCKET_SHIFT = 16;

  /** The most requests forgotten at once. */
  private static final int FORGOTTEN_PER_ENTRY_MAX = 64;

  private final IdMap<Request> requests = new IdMap<>();
  private final TreeMap<Long, Queue<Request>> buckets = new TreeMap<>();

  record Request(UUID id, Fingerprint fingerprint, Reply reply, @Nullable TransferView transfer) {}

  @Nullable Request find(UUID id) {
    return requests.get(id);
  }

  int count() {
    return requests.size();
  }

  void remember(UUID id, Fingerprint fingerprint, Reply reply, @Nullable TransferView transfer) {
    Request request = new Request(id, fingerprint, reply, transfer);
    requests.put(id, request);
    buckets
        .computeIfAbsent(Ids.timestampMillis(id) >> BUCKET_SHIFT, _ -> new ArrayDeque<>())
        .add(request);
  }

  void forgetBefore(long millis) {
    int left = FORGOTTEN_PER_ENTRY_MAX;
    while (left > 0 && !buckets.isEmpty()) {
      Map.Entry<Long, Queue<Request>> oldest = buckets.firstEntry();
      if ((oldest.getKey() + 1) << BUCKET_SHIFT > millis) {
        return;
      }
      Queue<Request> queue = oldest.getValue();
      for (; left > 0 && !queue.isEmpty(); left--) {
        requests.remove(queue.remove().id);
      }
      if (queue.isEmpty()) {
        buckets.remove(oldest.getKey());
      }
    }
  }

  void writeSnapshot(DataOutput out) throws IOException {
    out.writeInt(requests.size());
    for (Queue<Request> queue : buckets.values()) {
      for (Request request : queue) {
        Stored.putId(out, request.id);
        out.writeLong(request.fingerprint.high());
        out.writeLong(request.fingerprint.low());
        StoredReplies.put(out, request.reply);
        StoredReplies.putTransfer(out, request.transfer);
      }
    }
  }

  void readSnapshot(DataInput in, BankLimits limits) throws IOException {
    for (int i = Stored.count(in.readInt(), limits.requestsMax()); i > 0; i--) {
      UUID id = Stored.id(in);
      Fingerprint fingerprint = new Fingerprint(in.readLong(), in.readLong());
      Reply reply = StoredReplies.reply(in);
      remember(id, fingerprint, reply, StoredReplies.transfer(in, id));
    }
  }
}
