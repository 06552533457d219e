package mutual.files.engine;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
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

  /** Lengths that peers may claim at once: each takes memory. */
  private static final int LENGTHS_MAX = 3;

  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(10);

  private record Ask(PeerConnection of, long nanos) {}

  private record Part(int length, int number) {}

  private final InfoHashes wanted;
  private final Map<Integer, MetadataAssembly> assemblies = new HashMap<>();
  private final Map<Part, Ask> asked = new LinkedHashMap<>();
  private Optional<InfoDictionary> known;

  DescriptionExchange(InfoHashes wanted, Optional<InfoDictionary> known) {
    this.wanted = wanted;
    this.known = known;
  }

  boolean isKnown() {
    return known.isPresent();
  }

  /** Takes a message; the description, if this was its last missing part. */
  Optional<InfoDictionary> receive(PeerConnection from, ByteBuffer payload) throws WireException {
    MetadataMessage message = MetadataMessage.read(payload);
    switch (message) {
      case MetadataMessage.Ask ask -> answer(from, ask.part());
      case MetadataMessage.Give give -> {
        return take(from, give);
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

  private Optional<InfoDictionary> take(PeerConnection from, MetadataMessage.Give give)
      throws WireException {
    MetadataAssembly assembly = assemblies.get(give.totalBytes());
    Ask ask = asked.get(new Part(give.totalBytes(), give.part()));
    if (known.isPresent() || assembly == null || ask == null || ask.of() != from) {
      return Optional.empty();
    }
    asked.remove(new Part(give.totalBytes(), give.part()));
    from.descriptionAsks--;
    byte[] bytes = new byte[give.bytes().remaining()];
    give.bytes().get(bytes);
    if (!assembly.put(give.part(), bytes)) {
      throw new WireException("A part of the description that has another length");
    }
    if (!assembly.complete()) {
      return Optional.empty();
    }
    try {
      known = Optional.of(assembly.info());
      assemblies.clear();
      asked.clear();
      return known;
    } catch (MalformedTorrentException e) {
      // Whoever lied is not known; this one is asked last.
      from.refusesDescription = true;
      return Optional.empty();
    }
  }

  /** Asks for what is missing, and no longer waits for answers that do not come. */
  void ask(Collection<PeerConnection> peers, long nowNanos) {
    if (known.isPresent()) {
      return;
    }
    asked
        .entrySet()
        .removeIf(
            each -> {
              boolean late = nowNanos - each.getValue().nanos() > ANSWER_NANOS;
              if (late) {
                each.getValue().of().descriptionAsks--;
              }
              return late;
            });
    for (PeerConnection peer : peers) {
      int id = peer.extension(ExtensionHandshake.METADATA);
      ExtensionHandshake said = peer.extensions;
      if (id != 0 && said != null && said.metadataBytes().isPresent() && !peer.refusesDescription) {
        ask(peer, id, said.metadataBytes().getAsInt(), nowNanos);
      }
    }
  }

  private void ask(PeerConnection peer, int id, int length, long nowNanos) {
    MetadataAssembly assembly = assemblies.get(length);
    if (assembly == null) {
      if (assemblies.size() >= LENGTHS_MAX) {
        return;
      }
      try {
        assembly = new MetadataAssembly(wanted, length);
      } catch (MalformedTorrentException e) {
        peer.refusesDescription = true;
        return;
      }
      assemblies.put(length, assembly);
    }
    BitSet missing = assembly.missing();
    for (int part = missing.nextSetBit(0);
        part >= 0 && peer.descriptionAsks < ASKS_MAX;
        part = missing.nextSetBit(part + 1)) {
      if (asked.putIfAbsent(new Part(length, part), new Ask(peer, nowNanos)) == null) {
        peer.descriptionAsks++;
        peer.send(new MetadataMessage.Ask(part).message(id));
      }
    }
  }

  /** The peer is gone, or does not give any. */
  void forget(PeerConnection peer) {
    asked.values().removeIf(ask -> ask.of() == peer);
    peer.descriptionAsks = 0;
  }
}
