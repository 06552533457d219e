package mutual.overlay.dht;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import mutual.middleware.NodeId;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BList;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeValue;
import org.jspecify.annotations.Nullable;

/** What a node's owner looks for and stores in the DHT, in both families at once. */
final class Searches {
  /** Peers of one search handed on; more are not of use to anybody. */
  static final int PEERS_FOUND_MAX = 5_000;

  private final DhtCore core;

  Searches(DhtCore core) {
    this.core = core;
  }

  /**
   * Searches for the peers of an info hash, and announces a port for it if one is given.
   *
   * @param found hears each peer once, as soon as it is heard of
   * @param done hears how many nodes took the announcement, or without one how many peers were
   *     found
   */
  void peers(
      DhtId infoHash,
      OptionalInt announcedPort,
      Consumer<InetSocketAddress> found,
      IntConsumer done) {
    Set<InetSocketAddress> seen = new HashSet<>();
    inAllFamilies(
        infoHash,
        "get_peers",
        "info_hash",
        (from, response) -> {
          for (BencodeValue value : response.values().list("values").orElse(BList.of())) {
            if (value instanceof BString packed && seen.size() < PEERS_FOUND_MAX) {
              AddressFamily.unpack(packed).filter(seen::add).ifPresent(found);
            }
          }
        },
        holders -> {
          if (announcedPort.isEmpty()) {
            done.accept(seen.size());
            return;
          }
          store(
              holders,
              "announce_peer",
              token ->
                  BDictionary.builder()
                      .put("info_hash", infoHash.string())
                      .put("port", announcedPort.getAsInt())
                      .put("implied_port", 0)
                      .put("token", token),
              done);
        });
  }

  /**
   * Searches for the newest item of a key.
   *
   * @param better hears of each item found that is newer than those before
   * @param done hears the newest in the end
   */
  void mutable(
      NodeId key,
      BString salt,
      Consumer<MutableItem> better,
      Consumer<Optional<MutableItem>> done) {
    ItemHunt hunt = new ItemHunt(key, salt, better);
    inAllFamilies(
        MutableItem.target(key, salt),
        "get",
        "target",
        (from, response) -> hunt.consider(response.values()),
        holders -> done.accept(Optional.ofNullable(hunt.best)));
  }

  private static final class ItemHunt {
    private final NodeId key;
    private final BString salt;
    private final Consumer<MutableItem> better;
    private @Nullable MutableItem best;

    ItemHunt(NodeId key, BString salt, Consumer<MutableItem> better) {
      this.key = key;
      this.salt = salt;
      this.better = better;
    }

    void consider(BDictionary values) {
      OptionalLong sequence = values.integer("seq");
      Optional<BencodeValue> value = values.get("v");
      Optional<BString> signature = values.string("sig");
      boolean ours = values.string("k").filter(k -> k.equals(BString.of(key.bytes()))).isPresent();
      if (sequence.isEmpty()
          || value.isEmpty()
          || signature.isEmpty()
          || !ours
          || (best != null && best.sequence() >= sequence.getAsLong())) {
        return;
      }
      MutableItem item =
          new MutableItem(key, salt, sequence.getAsLong(), value.get(), signature.get());
      if (item.isSigned()) {
        best = item;
        better.accept(item);
      }
    }
  }

  /** Puts an item at the nodes nearest to its target; tells how many took it. */
  void put(MutableItem item, OptionalLong cas, IntConsumer done) {
    put(
        item.target(),
        token -> {
          BDictionary.Builder arguments =
              BDictionary.builder()
                  .put("k", item.key().bytes())
                  .put("seq", item.sequence())
                  .put("sig", item.signature())
                  .put("token", token)
                  .put("v", item.value());
          if (item.salt().length() > 0) {
            arguments.put("salt", item.salt());
          }
          cas.ifPresent(sequence -> arguments.put("cas", sequence));
          return arguments;
        },
        done);
  }

  /** Puts a value at the nodes nearest to its hash; tells how many took it. */
  void put(BencodeValue value, IntConsumer done) {
    put(
        DhtId.sha1(Bencode.encode(value)),
        token -> BDictionary.builder().put("token", token).put("v", value),
        done);
  }

  private void put(DhtId target, Arguments arguments, IntConsumer done) {
    inAllFamilies(
        target,
        "get",
        "target",
        (from, response) -> {},
        holders -> store(holders, "put", arguments, done));
  }

  /** Searches for the value that has a hash. */
  void immutable(DhtId target, Consumer<Optional<BencodeValue>> done) {
    Set<BencodeValue> found = new HashSet<>();
    inAllFamilies(
        target,
        "get",
        "target",
        (from, response) ->
            response
                .values()
                .get("v")
                .filter(value -> DhtId.sha1(Bencode.encode(value)).equals(target))
                .ifPresent(found::add),
        holders -> done.accept(found.stream().findFirst()));
  }

  // ---- how
  // ---------------------------------------------------------------------------------------

  private interface Answers {
    void heard(InetSocketAddress from, KrpcMessage.Response response);
  }

  private interface Arguments {
    BDictionary.Builder with(BString token);
  }

  private void inAllFamilies(
      DhtId target,
      String method,
      String argument,
      Answers answers,
      Consumer<List<Lookup.Holder>> done) {
    List<AddressFamily> families = core.families();
    List<Lookup.Holder> holders = new java.util.ArrayList<>();
    int[] left = {families.size()};
    if (families.isEmpty()) {
      done.accept(List.of());
      return;
    }
    for (AddressFamily family : families) {
      Lookup.Purpose purpose =
          new Lookup.Purpose() {
            @Override
            public String method() {
              return method;
            }

            @Override
            public BDictionary.Builder arguments() {
              return BDictionary.builder().put(argument, target.string());
            }

            @Override
            public void answered(InetSocketAddress from, KrpcMessage.Response response) {
              answers.heard(from, response);
            }

            @Override
            public void done(List<Lookup.Holder> nearest) {
              holders.addAll(nearest);
              left[0]--;
              if (left[0] == 0) {
                done.accept(holders);
              }
            }
          };
      if (!core.search(family, target, purpose)) {
        purpose.done(List.of());
      }
    }
  }

  private void store(
      List<Lookup.Holder> holders, String method, Arguments arguments, IntConsumer done) {
    List<Lookup.Holder> willing = holders.stream().filter(h -> h.token().isPresent()).toList();
    if (willing.isEmpty()) {
      done.accept(0);
      return;
    }
    int[] left = {willing.size()};
    int[] taken = {0};
    for (Lookup.Holder holder : willing) {
      core.query(
          holder.node().address(),
          Optional.of(holder.node().id()),
          method,
          arguments.with(holder.token().orElseThrow()),
          new DhtCore.Reply() {
            @Override
            public void answered(DhtId id, KrpcMessage.Response response) {
              taken[0]++;
              ended();
            }

            @Override
            public void failed() {
              ended();
            }

            private void ended() {
              left[0]--;
              if (left[0] == 0) {
                done.accept(taken[0]);
              }
            }
          });
    }
  }
}
