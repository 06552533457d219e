package mutual.files.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our torrents and libtorrent's (Debian's python3-libtorrent) of the same content are the same. */
final class MetainfoInteropTest {
  private static final int PIECE_LENGTH = 32 << 10;

  @TempDir static Path temporary;

  /** Makes a torrent: source, piece length, format, output. */
  private static final String MAKE =
      """
      import os, sys
      import libtorrent as lt
      source, length, form, out = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
      files = lt.file_storage()
      if os.path.isdir(source):
          # In version 1 the order is free, and libtorrent's the disk's: let it be by name.
          def add(folder, names):
              for name in sorted(os.listdir(folder)):
                  path = os.path.join(folder, name)
                  if os.path.isdir(path):
                      add(path, names + [name])
                  else:
                      files.add_file('/'.join(names + [name]), os.path.getsize(path))
          add(source, [os.path.basename(source)])
      else:
          lt.add_files(files, source)
      flags = {'V1': 64, 'V2': 32, 'HYBRID': 0}[form]
      made = lt.create_torrent(files, length, flags)
      lt.set_piece_hashes(made, os.path.dirname(source))
      open(out, 'wb').write(lt.bencode(made.generate()))
      """;

  /** Prints what libtorrent reads: the hashes, then a line for each file that is no padding. */
  private static final String READ =
      """
      import sys
      import libtorrent as lt
      info = lt.torrent_info(sys.argv[1])
      hashes = info.info_hashes()
      print(hashes.v1 if hashes.has_v1() else '-', hashes.v2 if hashes.has_v2() else '-')
      files = info.files()
      for i in range(files.num_files()):
          if not files.file_flags(i) & 1:
              print(files.file_size(i), files.file_path(i))
      """;

  @BeforeAll
  static void needsLibtorrent() throws Exception {
    assertThat(python("import libtorrent")).as("python3-libtorrent is installed").isEmpty();
  }

  private static String python(String program, String... arguments) throws Exception {
    Path script = Files.createTempFile(temporary, "script", ".py");
    Files.writeString(script, program);
    Path errors = Files.createTempFile(temporary, "errors", ".txt");
    // Debian's own, which sees Debian's packages.
    ProcessBuilder builder = new ProcessBuilder("/usr/bin/python3", script.toString());
    builder.command().addAll(List.of(arguments));
    Process process = builder.redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return output;
  }

  private static Metainfo theirs(Path source, TorrentMaker.Format format) throws Exception {
    Path out = Files.createTempFile(temporary, "theirs", ".torrent");
    python(MAKE, source.toString(), Integer.toString(PIECE_LENGTH), format.name(), out.toString());
    return Metainfo.parse(Files.readAllBytes(out));
  }

  private static Path content(String name) throws IOException {
    Path folder = Torrents.folder(temporary.resolve(name), new Random(7));
    Torrents.write(folder.resolve("z/empty"), new byte[0]);
    return folder;
  }

  @ParameterizedTest
  @EnumSource(TorrentMaker.Format.class)
  void ourTorrentOfAFolderIsTheirs(TorrentMaker.Format format) throws Exception {
    Path folder = content("folder-" + format);
    Metainfo theirs = theirs(folder, format);
    Metainfo ours = Torrents.make(folder, format, PIECE_LENGTH).torrent();
    assertThat(ours.info().files()).isEqualTo(theirs.info().files());
    assertThat(ours.info().pieces().pieceCount()).isEqualTo(theirs.info().pieces().pieceCount());
    assertThat(ours.pieceLayers().keySet()).isEqualTo(theirs.pieceLayers().keySet());
    ours.pieceLayers()
        .forEach((root, layer) -> assertThat(layer).isEqualTo(theirs.pieceLayers().get(root)));
    assertThat(ours.hashes()).isEqualTo(theirs.hashes());
  }

  @ParameterizedTest
  @EnumSource(TorrentMaker.Format.class)
  void ourTorrentOfAFileIsTheirs(TorrentMaker.Format format) throws Exception {
    Path file = content("file-" + format).resolve("c/d/e.bin");
    Metainfo theirs = theirs(file, format);
    Metainfo ours = Torrents.make(file, format, PIECE_LENGTH).torrent();
    assertThat(theirs.info().singleFile()).isTrue();
    assertThat(ours.info().singleFile()).isTrue();
    assertThat(ours.hashes()).isEqualTo(theirs.hashes());
  }

  @ParameterizedTest
  @EnumSource(TorrentMaker.Format.class)
  void theyReadOurTorrents(TorrentMaker.Format format) throws Exception {
    Path folder = content("read-" + format);
    Metainfo ours =
        Torrents.make(folder, format, PIECE_LENGTH)
            .torrent()
            .withTrackers(List.of(List.of("http://127.0.0.1:6969/announce")));
    Path out = Files.createTempFile(temporary, "ours", ".torrent");
    Files.write(out, ours.encode());
    List<String> lines = python(READ, out.toString()).lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo(
            ours.hashes().v1().map(InfoHash::hex).orElse("-")
                + " "
                + ours.hashes().v2().map(InfoHash::hex).orElse("-"));
    assertThat(lines.subList(1, lines.size()))
        .containsExactlyElementsOf(
            ours.info().files().stream()
                .map(file -> file.length() + " content/" + file.displayPath())
                .toList());
  }

  @Test
  void weBothUnderstandTheSameMagnets() throws Exception {
    Metainfo torrent =
        Torrents.make(content("magnet"), TorrentMaker.Format.HYBRID, PIECE_LENGTH).torrent();
    Path out = Files.createTempFile(temporary, "ours", ".torrent");
    Files.write(out, torrent.encode());
    String theirs =
        python(
            """
            import sys, libtorrent as lt
            print(lt.make_magnet_uri(lt.torrent_info(sys.argv[1])))
            """,
            out.toString());
    assertThat(Magnet.parse(theirs.strip()).hashes()).isEqualTo(torrent.hashes());
    String readByThem =
        python(
            """
            import sys, libtorrent as lt
            p = lt.parse_magnet_uri(sys.argv[1])
            print(p.info_hashes.v1, p.info_hashes.v2, p.name)
            """,
            torrent.magnet().toString());
    assertThat(readByThem.strip())
        .isEqualTo(
            torrent.hashes().v1().orElseThrow()
                + " "
                + torrent.hashes().v2().orElseThrow()
                + " content");
  }
}
