package mutual.files.torrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetainfoTest {
  private static final String HASH = "h".repeat(20);
  private static final String ROOT = "r".repeat(32);

  @TempDir Path temporary;

  private static InfoDictionary info(String bencode) throws MalformedTorrentException {
    return InfoDictionary.parse(
        bencode.replace("HASH", HASH).replace("ROOT", ROOT).getBytes(ISO_8859_1));
  }

  @Test
  void readsASingleFileOfVersion1() throws Exception {
    InfoDictionary info =
        info("d6:lengthi20000e4:name5:a.txt12:piece lengthi32768e6:pieces20:HASHe");
    assertThat(info.singleFile()).isTrue();
    assertThat(info.privateOnly()).isFalse();
    assertThat(info.name()).isEqualTo("a.txt");
    assertThat(info.files()).hasSize(1);
    assertThat(info.files().getFirst().path()).containsExactly("a.txt");
    assertThat(info.hashes().v1()).isPresent();
    assertThat(info.hashes().v2()).isEmpty();
    assertThat(info.pieces().pieceCount()).isEqualTo(1);
    assertThat(info.pieces().blockCount(0)).isEqualTo(2);
    assertThat(info.pieces().blockLength(0, 1)).isEqualTo(20_000 - 16_384);
    assertThat(info.sha1(0)).isEqualTo(HASH.getBytes(ISO_8859_1));
  }

  @Test
  void keepsPaddingOutOfTheFilesButInTheGeometry() throws Exception {
    InfoDictionary info =
        info(
            "d5:filesl"
                + "d6:lengthi10e4:pathl1:aee"
                + "d4:attr1:p6:lengthi1014e4:pathl4:.pad4:1014ee"
                + "d4:attr1:x6:lengthi5e4:pathl1:b1:cee"
                + "e4:name1:n12:piece lengthi1024e6:pieces40:HASHHASH7:privatei1ee");
    assertThat(info.privateOnly()).isTrue();
    assertThat(info.files()).extracting(ContentFile::displayPath).containsExactly("a", "b/c");
    assertThat(info.files().get(1).attributes()).isEqualTo(FileAttributes.EXECUTABLE);
    assertThat(info.contentLength()).isEqualTo(15);
    PieceMap pieces = info.pieces();
    assertThat(pieces.pieceCount()).isEqualTo(2);
    assertThat(pieces.wireLength(0)).isEqualTo(1024);
    assertThat(pieces.dataLength(0)).isEqualTo(10);
    assertThat(pieces.ranges(1)).containsExactly(new PieceMap.Range(1, 0, 0, 5));
    assertThat(pieces.totalLength()).isEqualTo(1029);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "le | is not a dictionary",
        "d | not bencoded",
        "de | pieces of 0 bytes",
        "d12:piece lengthi1024e6:pieces0:e | has no name",
        "d4:name1:a12:piece lengthi100e6:pieces0:e | pieces of 100 bytes",
        "d6:lengthi1e4:name1:a12:piece lengthi999999999e6:pieces20:HASHe | pieces of 999999999",
        "d6:lengthi1e4:name0:12:piece lengthi1024e6:pieces20:HASHe | empty, . or ..",
        "d6:lengthi1e4:name2:..12:piece lengthi1024e6:pieces20:HASHe | empty, . or ..",
        "d6:lengthi1e4:name3:a/b12:piece lengthi1024e6:pieces20:HASHe | slash",
        "d6:lengthi-1e4:name1:a12:piece lengthi1024e6:pieces20:HASHe | negative",
        "d6:lengthi0e4:name1:a12:piece lengthi1024e6:pieces0:e | no content",
        "d6:lengthi1e4:name1:a12:piece lengthi1024e6:pieces40:HASHHASHe | 40 bytes of hashes",
        "d6:lengthi1e4:name1:a12:piece lengthi1024ee | has no hashes",
        "d4:name1:a12:piece lengthi1024e6:pieces20:HASHe | neither one length nor a list",
        "d6:lengthi9223372036854775807e4:name1:a12:piece lengthi1024e6:pieces20:HASHe | more than",
        "d5:filesld6:lengthi1e4:pathl2:..1:aeee4:name1:a12:piece lengthi1024e6:pieces20:HASHe"
            + " | empty, . or ..",
        "d5:filesld6:lengthi1e4:pathleee4:name1:a12:piece lengthi1024e6:pieces20:HASHe | 0 names",
        "d5:filesld6:lengthi1e4:pathl1:aeed6:lengthi1e4:pathl1:aeee4:name1:a12:piece lengthi1024e"
            + "6:pieces20:HASHe | two files of one path",
        "d5:filesld6:lengthi1e4:pathl1:aeed6:lengthi1e4:pathl1:a1:beee4:name1:a12:piece"
            + " lengthi1024e6:pieces20:HASHe | both file and folder",
        "d12:meta versioni3e4:name1:a12:piece lengthi16384ee | version that is not known",
        "d12:meta versioni2e4:name1:a12:piece lengthi16384ee | no tree of files",
        "d12:meta versioni2e4:name1:a12:piece lengthi20000ee | no power of two",
        "d9:file treed1:ad0:d6:lengthi1eeee12:meta versioni2e4:name1:a12:piece lengthi16384ee"
            + " | without a root",
        "d9:file treed1:ad0:d6:lengthi1e11:pieces root32:ROOTe1:bdeee12:meta versioni2e4:name1:a"
            + "12:piece lengthi16384ee | both file and folder",
        "d9:file treed1:ad0:d6:lengthi1e11:pieces root32:ROOTeee6:lengthi2e12:meta versioni2e4:name"
            + "1:a12:piece lengthi16384e6:pieces20:HASHe | other files in version 1",
      })
  void refusesAndSaysWhy(String bencode, String reason) {
    assertThatThrownBy(() -> info(bencode))
        .isInstanceOf(MalformedTorrentException.class)
        .hasMessageStartingWith("The torrent's info dictionary ")
        .hasMessageContaining(reason)
        .hasMessageEndingWith(".");
  }

  private Metainfo made(TorrentMaker.Format format) throws IOException {
    return Torrents.make(Torrents.folder(temporary, new Random(1)), format, 32 << 10).torrent();
  }

  @Test
  void writesWhatItReads() throws Exception {
    Metainfo torrent =
        made(TorrentMaker.Format.HYBRID)
            .withTrackers(
                List.of(List.of("http://a/announce", "udp://b:1"), List.of("http://c/announce")));
    Metainfo read = Metainfo.parse(torrent.encode());
    assertThat(read.hashes()).isEqualTo(torrent.hashes());
    assertThat(read.trackers()).isEqualTo(torrent.trackers());
    assertThat(read.info().files()).isEqualTo(torrent.info().files());
    assertThat(read.encode()).isEqualTo(torrent.encode());
  }

  @Test
  void refusesAHybridWhoseHalvesLieElsewhere() throws Exception {
    Metainfo torrent = made(TorrentMaker.Format.HYBRID);
    byte[] bytes = new byte[torrent.info().bytes().remaining()];
    torrent.info().bytes().get(bytes);
    String text = new String(bytes, ISO_8859_1);
    // Without its padding the second file begins in the first one's last piece.
    int at = text.indexOf("d4:attr1:p");
    String padding = text.substring(at, text.indexOf("d6:lengthi0e", at));
    byte[] unpadded = text.replace(padding, "").getBytes(ISO_8859_1);
    assertThatThrownBy(() -> InfoDictionary.parse(unpadded))
        .hasMessageContaining("at other places in version 1 than in version 2");
  }

  @Test
  void refusesLayersThatAreMissingOrOthers() throws Exception {
    Metainfo torrent = made(TorrentMaker.Format.V2);
    String text = new String(torrent.encode(), ISO_8859_1);
    int layers = text.indexOf("12:piece layers");
    assertThatThrownBy(
            () ->
                Metainfo.parse(
                    (text.substring(0, layers) + "12:piece layersdee").getBytes(ISO_8859_1)))
        .hasMessageContaining("lacks the hashes");
    byte[] wrong = text.getBytes(ISO_8859_1);
    wrong[wrong.length - 10] ^= 1;
    assertThatThrownBy(() -> Metainfo.parse(wrong)).hasMessageContaining("do not belong");
  }

  @Test
  void sameContentMakesTheSameTorrentAndChosenPiecesSuitTheSize() throws Exception {
    Path folder = Torrents.folder(temporary, new Random(1));
    assertThat(Torrents.make(folder, TorrentMaker.Format.V2, 16 << 10).torrent().hashes())
        .isEqualTo(Torrents.make(folder, TorrentMaker.Format.V2, 16 << 10).torrent().hashes());
    assertThat(TorrentMaker.pieceLength(1)).isEqualTo(16 << 10);
    assertThat(TorrentMaker.pieceLength(1L << 30)).isEqualTo(1 << 20);
    assertThat(TorrentMaker.pieceLength(1L << 45)).isEqualTo(16 << 20);
  }

  @Test
  void leavesLinksOutOfWhatItMakes() throws Exception {
    Path folder = Torrents.folder(temporary, new Random(1));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(folder.resolve("folder-link"), Path.of("/etc"));
    TorrentMaker.Made made = Torrents.make(folder, TorrentMaker.Format.HYBRID, 32 << 10);
    assertThat(made.torrent().info().files())
        .extracting(ContentFile::displayPath)
        .containsExactly("a.bin", "b/empty", "b/exact.bin", "b/tiny.txt", "c/d/e.bin");
    assertThat(made.leftOut())
        .containsExactlyInAnyOrder(folder.resolve("link"), folder.resolve("folder-link"));
  }

  @Test
  void assemblesTheInfoDictionaryFromPeersAndProvesIt() throws Exception {
    InfoDictionary info = made(TorrentMaker.Format.HYBRID).info();
    ByteBuffer bytes = info.bytes();
    for (InfoHashes wanted :
        List.of(info.hashes(), InfoHashes.of(info.hashes().v1().orElseThrow()))) {
      MetadataAssembly assembly = new MetadataAssembly(wanted, bytes.remaining());
      assertThat(assembly.put(1, new byte[16])).isFalse();
      byte[] wrong = new byte[assembly.partLength(0)];
      assertThat(assembly.put(0, wrong)).isTrue();
      assertThatThrownBy(assembly::info).hasMessageContaining("not the one asked for");
      assertThat(assembly.missing().cardinality()).isEqualTo(assembly.partCount());
      bytes.get(0, wrong);
      assertThat(assembly.put(0, wrong)).isTrue();
      assertThat(assembly.info().hashes()).isEqualTo(info.hashes());
    }
    assertThatThrownBy(() -> new MetadataAssembly(info.hashes(), Integer.MAX_VALUE))
        .isInstanceOf(MalformedTorrentException.class);
  }
}
