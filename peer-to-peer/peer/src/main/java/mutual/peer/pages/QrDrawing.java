package mutual.peer.pages;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Optional;

/**
 * A text as a QR code (ISO/IEC 18004), to be drawn as SVG.
 *
 * @param side squares a side, with the quiet zone around
 * @param path the dark squares, as SVG path data, one unit a square
 */
public record QrDrawing(int side, String path) {
  /** Light squares around the code that scanners need. */
  private static final int QUIET = 4;

  /** More than a telephone's camera reads off a screen with ease. */
  static final int CHARACTERS_MAX = 1_200;

  /** The drawing; empty if the text is too long for one. */
  public static Optional<QrDrawing> of(String text) {
    if (text.length() > CHARACTERS_MAX) {
      return Optional.empty();
    }
    ByteMatrix squares;
    try {
      squares = Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
    } catch (WriterException tooLong) {
      return Optional.empty();
    }
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < squares.getHeight(); y++) {
      int x = 0;
      while (x < squares.getWidth()) {
        int from = x;
        while (x < squares.getWidth() && squares.get(x, y) == 1) {
          x++;
        }
        if (x > from) {
          path.append('M').append(from + QUIET).append(' ').append(y + QUIET);
          path.append('h').append(x - from).append("v1h-").append(x - from).append('z');
        }
        x++;
      }
    }
    return Optional.of(new QrDrawing(squares.getWidth() + 2 * QUIET, path.toString()));
  }
}
