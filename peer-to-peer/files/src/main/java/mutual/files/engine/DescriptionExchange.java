package mutual.files.engine;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.InfoHashes;
import mutual.files.torrent.MalformedTorrentException;
import mutual.files.torrent.MetadataAssembly;
import mutual.files.wire.ExtensionHandshake;
import mutual.files.wire.MetadataMessage;
import mutual.files.wire.WireException;

/**
 * Gives the content's description to peers that ask, and fetches it from those that have it (BEP
 * 9). Guarded by the session's lock.
 */
final class DescriptionExchange {
  /** The number under which we take these messages. */
  static final int ID = 1;

  /** Parts asked of one peer at once. */
  private static final int ASKS_MAX = 4;

  /** Peers asked at once: each may claim a length, which takes memory. */
  private static final int GIVERS_MAX = 3;

  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A peer that gives all of it, so that a lie is its own and spoils nobody else's parts. */
  private static final class Giver {
    final int length;
    final MetadataAssembly assembly;
    final BitSet asked = new BitSet();
    long heardNanos;

    Giver(int length, MetadataAssembly assembly, long nowNanos) {
      this.length = length;
      this.assembly = assembly;
      this.heardNanos = nowNanos;
    }
  }

  private final InfoHashes wanted;
  private final Map<PeerConnection, Giver> givers = new LinkedHashMap<>();
  private Optional<InfoDictionary> known;

  DescriptionExchange(InfoHashes wanted, Optional<InfoDictionary> known) {
    this.wanted = wanted;
    this.known = known;
  }

  boolean isKnown() {
    return known.isPresent();
  }

  /** Takes a message; the description, if this was its last missing part. */
  Optional<InfoDictionary> receive(PeerConnection from, ByteBuffer payload, long nowNanos)
      throws WireException {
    MetadataMessage message = MetadataMessage.read(payload);
    switch (message) {
      case MetadataMessage.Ask ask -> answer(from, ask.part());
      case MetadataMessage.Give give -> {
        return take(from, give, nowNanos);
      }
      case MetadataMessage.Refuse _ -> {
        from.refusesDescription = true;
        forget(from);
      }
      case MetadataMessage.Other _ -> {}
    }
    return Optional.empty();
  }

  private void answer(PeerConnection to, int part) {
    int id = to.extension(ExtensionHandshake.METADATA);
    if (id == 0) {
      return;
    }
    MetadataMessage answer = new MetadataMessage.Refuse(part);
    if (known.isPresent()) {
      ByteBuffer all = known.get().bytes();
      int begin = part * MetadataMessage.PART_BYTES;
      if (begin < all.remaining()) {
        int length = Math.min(MetadataMessage.PART_BYTES, all.remaining() - begin);
        answer = new MetadataMessage.Give(part, all.remaining(), all.slice(begin, length));
      }
    }
    to.send(answer.message(id));
  }

  private Optional<InfoDictionary> take(
      PeerConnection from, MetadataMessage.Give give, long nowNanos) throws WireException {
    Giver giver = givers.get(from);
    if (giver == null || !giver.asked.get(give.part())) {
      return Optional.empty();
    }
    giver.asked.clear(give.part());
    giver.heardNanos = nowNanos;
    byte[] bytes = new byte[give.bytes().remaining()];
    give.bytes().get(bytes);
    if (give.totalBytes() != giver.length || !giver.assembly.put(give.part(), bytes)) {
      throw new WireException("A part of the description that has another length");
    }
    if (!giver.assembly.complete()) {
      return Optional.empty();
    }
    try {
      known = Optional.of(giver.assembly.info());
      givers.clear();
      return known;
    } catch (MalformedTorrentException e) {
      from.refusesDescription = true;
      throw new WireException("A description that is not the one asked for", e);
    }
  }

  /** Asks for what is missing, and no longer waits for answers that do not come. */
  void ask(Collection<PeerConnection> peers, long nowNanos) {
    if (known.isPresent()) {
      return;
    }
    givers
        .entrySet()
        .removeIf(
            each -> {
              boolean late = nowNanos - each.getValue().heardNanos > ANSWER_NANOS;
              each.getKey().descriptionFailures += late ? 1 : 0;
              return late;
            });
    if (givers.size() < GIVERS_MAX) {
      peers.stream()
          .filter(peer -> !givers.containsKey(peer) && describes(peer))
          .sorted(Comparator.comparingInt(peer -> peer.descriptionFailures))
          .limit(GIVERS_MAX - givers.size())
          .forEach(peer -> begin(peer, nowNanos));
    }
    givers.forEach(this::ask);
  }

  private static boolean describes(PeerConnection peer) {
    ExtensionHandshake said = peer.extensions;
    return !peer.refusesDescription
        && said != null
        && said.metadataBytes().isPresent()
        && peer.extension(ExtensionHandshake.METADATA) != 0;
  }

  private void begin(PeerConnection peer, long nowNanos) {
    ExtensionHandshake said = peer.extensions;
    int length = said == null ? 0 : said.metadataBytes().orElse(0);
    try {
      givers.put(peer, new Giver(length, new MetadataAssembly(wanted, length), nowNanos));
    } catch (MalformedTorrentException e) {
      peer.refusesDescription = true;
    }
  }

  private void ask(PeerConnection peer, Giver giver) {
    BitSet missing = giver.assembly.missing();
    missing.andNot(giver.asked);
    for (int part = missing.nextSetBit(0);
        part >= 0 && giver.asked.cardinality() < ASKS_MAX;
        part = missing.nextSetBit(part + 1)) {
      giver.asked.set(part);
      peer.send(new MetadataMessage.Ask(part).message(peer.extension(ExtensionHandshake.METADATA)));
    }
  }

  /** The peer is gone, or does not give any. */
  void forget(PeerConnection peer) {
    givers.remove(peer);
  }
}
