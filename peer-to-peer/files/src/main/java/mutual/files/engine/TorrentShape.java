package mutual.files.engine;

import mutual.files.swarm.SwarmShape;
import mutual.files.torrent.PieceMap;

/** A torrent's pieces as its swarm sees them. */
record TorrentShape(PieceMap map) implements SwarmShape {
  @Override
  public int pieces() {
    return map.pieceCount();
  }

  @Override
  public int bytes(int piece) {
    return map.dataLength(piece);
  }

  @Override
  public int servedBytes(int piece) {
    return map.wireLength(piece);
  }
}
