package mutual.overlay.dht;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import mutual.middleware.NodeId;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BList;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeValue;

/** Answers other nodes' queries from the tables of nodes, peers and items. */
final class QueryDesk {
  private final DhtCore core;
  private final RandomGenerator random;
  private final TokenKeeper tokens;
  private final PeerStore peers;
  private final ItemStore items;

  QueryDesk(DhtCore core, RandomGenerator random, long nowMillis) {
    this.core = core;
    this.random = random;
    this.tokens = new TokenKeeper(random, nowMillis);
    DhtId own = core.table(AddressFamily.IPV4).own();
    this.peers = new PeerStore(own);
    this.items = new ItemStore(own);
  }

  PeerStore peers() {
    return peers;
  }

  ItemStore items() {
    return items;
  }

  void tick(long nowMillis) {
    tokens.tick(nowMillis);
  }

  void expire(long nowMillis) {
    peers.expire(nowMillis);
    items.expire(nowMillis);
  }

  void answer(KrpcMessage.Query query, InetSocketAddress from, long nowMillis) {
    Optional<DhtId> sender = DhtId.of(query.arguments().string("id"));
    if (sender.isEmpty()) {
      refuse(query, from, KrpcMessage.PROTOCOL_ERROR, "an id of 20 bytes is missing");
      return;
    }
    switch (query.method()) {
      case "ping" -> respond(query, from, BDictionary.builder());
      case "find_node" -> findNode(query, from);
      case "get_peers" -> getPeers(query, from);
      case "announce_peer" -> announcePeer(query, from, nowMillis);
      case "get" -> get(query, from);
      case "put" -> put(query, from, nowMillis);
      default -> refuse(query, from, KrpcMessage.METHOD_UNKNOWN, "method unknown");
    }
    if (!query.readOnly()) {
      core.noticed(new DhtContact(sender.get(), from));
    }
  }

  private void findNode(KrpcMessage.Query query, InetSocketAddress from) {
    Optional<DhtId> target = DhtId.of(query.arguments().string("target"));
    if (target.isEmpty()) {
      refuse(query, from, KrpcMessage.PROTOCOL_ERROR, "a target of 20 bytes is missing");
      return;
    }
    respond(query, from, withNodes(BDictionary.builder(), query, from, target.get()));
  }

  private void getPeers(KrpcMessage.Query query, InetSocketAddress from) {
    Optional<DhtId> infoHash = DhtId.of(query.arguments().string("info_hash"));
    if (infoHash.isEmpty()) {
      refuse(query, from, KrpcMessage.PROTOCOL_ERROR, "an info_hash of 20 bytes is missing");
      return;
    }
    BDictionary.Builder values =
        BDictionary.builder().put("token", tokens.token(from.getAddress()));
    List<BencodeValue> found = new ArrayList<>();
    for (InetSocketAddress peer : peers.get(infoHash.get(), AddressFamily.of(from), random)) {
      found.add(AddressFamily.pack(peer));
    }
    if (!found.isEmpty()) {
      values.put("values", new BList(found));
    }
    respond(query, from, withNodes(values, query, from, infoHash.get()));
  }

  private void announcePeer(KrpcMessage.Query query, InetSocketAddress from, long nowMillis) {
    BDictionary arguments = query.arguments();
    Optional<DhtId> infoHash = DhtId.of(arguments.string("info_hash"));
    long port =
        arguments.integer("implied_port").orElse(0) != 0
            ? from.getPort()
            : arguments.integer("port").orElse(0);
    if (infoHash.isEmpty() || port < 1 || port > 65535) {
      refuse(query, from, KrpcMessage.PROTOCOL_ERROR, "an info_hash and a port are needed");
    } else if (tokenIsGood(query, from)) {
      peers.put(infoHash.get(), new InetSocketAddress(from.getAddress(), (int) port), nowMillis);
      respond(query, from, BDictionary.builder());
    }
  }

  private void get(KrpcMessage.Query query, InetSocketAddress from) {
    Optional<DhtId> target = DhtId.of(query.arguments().string("target"));
    if (target.isEmpty()) {
      refuse(query, from, KrpcMessage.PROTOCOL_ERROR, "a target of 20 bytes is missing");
      return;
    }
    BDictionary.Builder values =
        BDictionary.builder().put("token", tokens.token(from.getAddress()));
    items
        .get(target.get())
        .ifPresent(
            stored -> {
              if (stored.signed().isEmpty()) {
                values.put("v", stored.value());
                return;
              }
              MutableItem item = stored.signed().get();
              values.put("seq", item.sequence());
              OptionalLong known = query.arguments().integer("seq");
              if (known.isEmpty() || known.getAsLong() < item.sequence()) {
                values
                    .put("k", item.key().bytes())
                    .put("sig", item.signature())
                    .put("v", item.value());
              }
            });
    respond(query, from, withNodes(values, query, from, target.get()));
  }

  private void put(KrpcMessage.Query query, InetSocketAddress from, long nowMillis) {
    BDictionary arguments = query.arguments();
    Optional<BencodeValue> value = arguments.get("v");
    if (value.isEmpty()) {
      refuse(query, from, KrpcMessage.PROTOCOL_ERROR, "a value is missing");
    } else if (Bencode.encodedLength(value.get()) > MutableItem.VALUE_BYTES_MAX) {
      refuse(query, from, KrpcMessage.VALUE_TOO_BIG, "the value has more than 1000 bytes");
    } else if (tokenIsGood(query, from)) {
      if (arguments.has("k")) {
        putMutable(query, from, value.get(), nowMillis);
      } else {
        items.put(DhtId.sha1(Bencode.encode(value.get())), value.get(), nowMillis);
        respond(query, from, BDictionary.builder());
      }
    }
  }

  private void putMutable(
      KrpcMessage.Query query, InetSocketAddress from, BencodeValue value, long nowMillis) {
    BDictionary arguments = query.arguments();
    BString salt = arguments.string("salt").orElse(BString.of(""));
    BString key = arguments.string("k").orElse(BString.of(""));
    OptionalLong sequence = arguments.integer("seq");
    if (salt.length() > MutableItem.SALT_BYTES_MAX) {
      refuse(query, from, KrpcMessage.SALT_TOO_BIG, "the salt has more than 64 bytes");
      return;
    }
    if (key.length() != NodeId.BYTES || sequence.isEmpty()) {
      refuse(query, from, KrpcMessage.PROTOCOL_ERROR, "a key of 32 bytes and a seq are needed");
      return;
    }
    MutableItem item =
        new MutableItem(
            NodeId.of(key.bytes()),
            salt,
            sequence.getAsLong(),
            value,
            arguments.string("sig").orElse(BString.of("")));
    // The costly check last, and not at all for what is already here.
    boolean known =
        items.get(item.target()).flatMap(ItemStore.Stored::signed).filter(item::equals).isPresent();
    if (!known && !item.isSigned()) {
      refuse(query, from, KrpcMessage.SIGNATURE_INVALID, "the signature is wrong");
      return;
    }
    Optional<KrpcMessage.Failure> refused =
        items.put(item, arguments.integer("cas"), nowMillis, query);
    if (refused.isPresent()) {
      core.send(from, refused.get());
    } else {
      respond(query, from, BDictionary.builder());
    }
  }

  private boolean tokenIsGood(KrpcMessage.Query query, InetSocketAddress from) {
    boolean good =
        query
            .arguments()
            .string("token")
            .filter(token -> tokens.isGood(token, from.getAddress()))
            .isPresent();
    if (!good) {
      refuse(query, from, KrpcMessage.PROTOCOL_ERROR, "bad token");
    }
    return good;
  }

  private BDictionary.Builder withNodes(
      BDictionary.Builder values, KrpcMessage.Query query, InetSocketAddress from, DhtId target) {
    for (AddressFamily family : wanted(query, from)) {
      values.put(
          family.nodesKey(),
          family.packNodes(core.table(family).nearest(target, RoutingTable.BUCKET_NODES)));
    }
    return values;
  }

  private static Set<AddressFamily> wanted(KrpcMessage.Query query, InetSocketAddress from) {
    Set<AddressFamily> wanted = EnumSet.noneOf(AddressFamily.class);
    for (BencodeValue word : query.arguments().list("want").orElse(BList.of())) {
      for (AddressFamily family : AddressFamily.values()) {
        if (word instanceof BString text && text.text().equals(family.wantedAs())) {
          wanted.add(family);
        }
      }
    }
    return wanted.isEmpty() ? EnumSet.of(AddressFamily.of(from)) : wanted;
  }

  private void respond(
      KrpcMessage.Query query, InetSocketAddress from, BDictionary.Builder values) {
    values.put("id", core.table(AddressFamily.of(from)).own().string());
    core.send(
        from, new KrpcMessage.Response(query.transaction(), values.build(), Optional.of(from)));
  }

  private void refuse(KrpcMessage.Query query, InetSocketAddress from, int code, String text) {
    core.send(from, new KrpcMessage.Failure(query.transaction(), code, text));
  }
}
