package mutual.files.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mutual.files.torrent.PieceHashes.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Laws of torrents and trees of hashes. Replay with {@code -Dmutual.seed=N}. */
final class TorrentProperties {
  private final long seed = Long.getLong("mutual.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @TempDir Path temporary;

  /** The tree as BEP 52 defines it, made of all its leaves, padding included. */
  private static List<List<byte[]>> naive(byte[] content) {
    List<byte[]> layer = new ArrayList<>();
    for (int at = 0; at < content.length; at += PieceMap.BLOCK_BYTES) {
      int length = Math.min(PieceMap.BLOCK_BYTES, content.length - at);
      layer.add(Digests.sha256(java.util.Arrays.copyOfRange(content, at, at + length)));
    }
    while (Integer.bitCount(layer.size()) != 1) {
      layer.add(new byte[32]);
    }
    List<List<byte[]>> layers = new ArrayList<>(List.of(layer));
    while (layer.size() > 1) {
      List<byte[]> above = new ArrayList<>();
      for (int i = 0; i < layer.size(); i += 2) {
        byte[] pair = java.util.Arrays.copyOf(layer.get(i), 64);
        System.arraycopy(layer.get(i + 1), 0, pair, 32, 32);
        above.add(Digests.sha256(pair));
      }
      layers.add(above);
      layer = above;
    }
    return layers;
  }

  @Test
  void treesAreWhatTheirDefinitionSaysAndEveryRangeProvesItself() {
    for (int round = 0; round < 200; round++) {
      byte[] content = Torrents.bytes(random, 1 + random.nextInt(600_000));
      List<List<byte[]>> expected = naive(content);
      int height = MerkleTree.height(content.length);
      assertThat(height).as("seed %d", seed).isEqualTo(expected.size() - 1);
      MerkleTree tree = MerkleTree.above(0, height, MerkleTree.leaves(ByteBuffer.wrap(content)));
      int layer = random.nextInt(height + 1);
      int index = random.nextInt(expected.get(layer).size());
      assertThat(tree.node(layer, index).bytes())
          .as("seed %d", seed)
          .isEqualTo(expected.get(layer).get(index));
      if (height < 1) {
        continue;
      }
      int base = random.nextInt(height);
      int length = 2 << random.nextInt(height - base);
      int ranges = (1 << (height - base)) / length;
      HashRequest request =
          new HashRequest(
              tree.root(), base, random.nextInt(ranges) * length, length, height - base - 1);
      byte[] answer = tree.answer(request);
      assertThat(MerkleTree.proves(request, height, answer)).as("seed %d", seed).isTrue();
      answer[random.nextInt(answer.length)] ^= 1;
      assertThat(MerkleTree.proves(request, height, answer)).as("seed %d", seed).isFalse();
    }
  }

  @Test
  void pieceLayersComeFromPeersInAnyOrderAndLiesAreRefused() throws Exception {
    for (int round = 0; round < 10; round++) {
      Path file =
          Torrents.write(
              temporary.resolve("f" + round), Torrents.bytes(random, 1 + random.nextInt(3 << 20)));
      Metainfo torrent = Torrents.make(file, TorrentMaker.Format.V2, 16 << 10).torrent();
      PieceHashes known = new PieceHashes(torrent);
      PieceHashes learning = new PieceHashes(torrent.info());
      while (!learning.complete()) {
        List<HashRequest> missing = new ArrayList<>(learning.missing(100));
        Collections.shuffle(missing, random);
        HashRequest request = missing.getFirst();
        byte[] answer = known.answer(request, _ -> Optional.empty()).orElseThrow();
        byte[] lie = answer.clone();
        lie[random.nextInt(lie.length)] ^= 4;
        assertThat(learning.addAnswer(request, lie)).as("seed %d", seed).isFalse();
        assertThat(learning.addAnswer(request, answer)).as("seed %d", seed).isTrue();
      }
      assertThat(learning.layers().keySet()).isEqualTo(torrent.pieceLayers().keySet());
      torrent
          .pieceLayers()
          .forEach((root, layer) -> assertThat(learning.layers().get(root)).isEqualTo(layer));
    }
  }

  @Test
  void leavesOfAPieceAreAnsweredWithTheirProof() throws Exception {
    byte[] content = Torrents.bytes(random, 1_000_000);
    Path file = Torrents.write(temporary.resolve("leaves"), content);
    int pieceLength = 64 << 10;
    Metainfo torrent = Torrents.make(file, TorrentMaker.Format.V2, pieceLength).torrent();
    PieceHashes hashes = new PieceHashes(torrent);
    Hash256 root = torrent.info().files().getFirst().piecesRoot().orElseThrow();
    int height = MerkleTree.height(content.length);
    PieceHashes.LeafSource source =
        piece -> {
          int from = piece * pieceLength;
          int length = Math.min(pieceLength, content.length - from);
          return Optional.of(MerkleTree.leaves(ByteBuffer.wrap(content, from, length)));
        };
    for (int length : new int[] {2, 4}) {
      for (int index = 0; index < 60; index += length) {
        HashRequest request = new HashRequest(root, 0, index, length, height - 1);
        byte[] answer = hashes.answer(request, source).orElseThrow();
        assertThat(MerkleTree.proves(request, height, answer))
            .as("%s, seed %d", request, seed)
            .isTrue();
      }
    }
    // More than a piece at once, or without the piece.
    assertThat(hashes.answer(new HashRequest(root, 0, 0, 8, height - 1), source)).isEmpty();
    assertThat(hashes.answer(new HashRequest(root, 0, 0, 4, 5), _ -> Optional.empty())).isEmpty();
  }

  @Test
  void everyPieceOfWhatWasMadeMatchesAndEveryFlippedBitIsSeen() throws Exception {
    Path folder = Torrents.folder(temporary, random);
    for (TorrentMaker.Format format : TorrentMaker.Format.values()) {
      Metainfo torrent = Torrents.make(folder, format, 32 << 10).torrent();
      PieceMap map = torrent.info().pieces();
      PieceHashes hashes = new PieceHashes(torrent);
      BitSet blocks = new BitSet();
      long data = 0;
      for (int piece = 0; piece < map.pieceCount(); piece++) {
        ByteBuffer buffer = ByteBuffer.allocate(map.dataLength(piece));
        for (PieceMap.Range range : map.ranges(piece)) {
          Path file = folder.resolve(torrent.info().files().get(range.file()).displayPath());
          byte[] bytes = java.nio.file.Files.readAllBytes(file);
          buffer.put(range.pieceOffset(), bytes, (int) range.fileOffset(), range.length());
          data += range.length();
        }
        assertThat(hashes.check(piece, buffer)).as("seed %d", seed).isEqualTo(Verdict.MATCHES);
        int at = random.nextInt(buffer.limit());
        buffer.put(at, (byte) (buffer.get(at) ^ 1 << random.nextInt(8)));
        assertThat(hashes.check(piece, buffer)).as("seed %d", seed).isEqualTo(Verdict.DIFFERS);
        int length = 0;
        for (int block = 0; block < map.blockCount(piece); block++) {
          length += map.blockLength(piece, block);
        }
        assertThat(length).isEqualTo(map.dataLength(piece));
        blocks.set(piece);
      }
      assertThat(data).as("%s, seed %d", format, seed).isEqualTo(torrent.info().contentLength());
      assertThat(blocks.cardinality()).isEqualTo(map.pieceCount());
    }
  }

  @Test
  void damagedTorrentsAreReadOrRefusedButNothingElse() throws Exception {
    Path folder = Torrents.folder(temporary, random);
    int read = 0;
    for (TorrentMaker.Format format : TorrentMaker.Format.values()) {
      byte[] whole =
          Torrents.make(folder, format, 32 << 10)
              .torrent()
              .withTrackers(List.of(List.of("http://t/a"), List.of("udp://u:1")))
              .encode();
      for (int round = 0; round < 4000; round++) {
        byte[] bytes = damaged(whole.clone());
        try {
          Metainfo torrent = Metainfo.parse(bytes);
          read++;
          assertThat(Metainfo.parse(torrent.encode()).hashes())
              .as("seed %d", seed)
              .isEqualTo(torrent.hashes());
        } catch (MalformedTorrentException e) {
          assertThat(e).as("seed %d", seed).hasMessageStartingWith("The torrent");
        }
      }
    }
    assertThat(read).as("seed %d", seed).isPositive();
  }

  private byte[] damaged(byte[] bytes) {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] = (byte) "ilde0123456789:-./".charAt(random.nextInt(18));
        case 2 -> bytes = java.util.Arrays.copyOf(bytes, at + 1);
        case 3 -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(40), bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, length);
        }
        default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return bytes;
  }

  @Test
  void damagedMagnetsAreReadOrRefusedButNothingElse() {
    String whole =
        "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&dn=a%20b&tr=http://t"
            + "&x.pe=[::1]:6881&so=0,2-4&xt=urn:btmh:1220"
            + "ab".repeat(32);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder link = new StringBuilder(whole);
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = 8 + random.nextInt(link.length() - 8);
        switch (random.nextInt(3)) {
          case 0 -> link.setCharAt(at, (char) (' ' + random.nextInt(95)));
          case 1 -> link.deleteCharAt(at);
          default -> link.insert(at, "%&=:,-[]\u0000\uD800".charAt(random.nextInt(10)));
        }
      }
      try {
        Magnet magnet = Magnet.parse(link.toString());
        assertThat(magnet.hashes()).as("seed %d", seed).isNotNull();
      } catch (MalformedTorrentException e) {
        assertThat(e).as("seed %d", seed).hasMessageStartingWith("The magnet link ");
      }
    }
  }
}
