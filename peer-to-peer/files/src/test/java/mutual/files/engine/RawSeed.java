package mutual.files.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import mutual.files.torrent.ContentFile;
import mutual.files.torrent.InfoDictionary;
import mutual.files.wire.MetadataMessage;
import mutual.files.wire.PeerMessage;

/** Answers as one that has everything: with parts of the description, and with right blocks. */
final class RawSeed implements RawPeer.Answer {
  private static final int PART_BYTES = 16 << 10;

  private final InfoDictionary info;
  private final ByteBuffer content;

  /** Of a folder of files, padding included. */
  RawSeed(Path source, InfoDictionary info) throws IOException {
    this.info = info;
    content = ByteBuffer.allocate(Math.toIntExact(info.pieces().totalLength()));
    for (ContentFile file : info.files()) {
      content.put(
          Math.toIntExact(file.offset()), Files.readAllBytes(source.resolve(file.displayPath())));
    }
  }

  /** What says that it has the description. */
  PeerMessage describes() {
    return RawPeer.describes(OptionalInt.of(info.bytes().remaining()));
  }

  /** What answers a request. */
  PeerMessage block(PeerMessage.Request request) {
    int at = Math.toIntExact(info.pieces().pieceStart(request.piece()) + request.begin());
    return new PeerMessage.Piece(
        request.piece(), request.begin(), content.slice(at, request.length()));
  }

  @Override
  public void to(RawPeer self, PeerMessage said) throws IOException {
    MetadataMessage.Ask ask = RawPeer.ask(said);
    if (ask != null) {
      ByteBuffer all = info.bytes();
      int begin = ask.part() * PART_BYTES;
      ByteBuffer part = all.slice(begin, Math.min(PART_BYTES, all.remaining() - begin));
      self.say(new MetadataMessage.Give(ask.part(), all.remaining(), part).message(1));
    } else if (said instanceof PeerMessage.Request request) {
      self.say(block(request));
    }
  }
}
