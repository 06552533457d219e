package mutual.peer.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class DrawingsTest {
  private static final int QUIET = 4;
  private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z");

  @Test
  void aQrCodeSaysItsText() throws Exception {
    String text = "mutual:share?k=ABC&h=00ff&n=Holiday+%C3%BC";
    QrDrawing drawing = QrDrawing.of(text).orElseThrow();
    BitMatrix squares = new BitMatrix(drawing.side() - 2 * QUIET);
    Matcher run = RUN.matcher(drawing.path());
    while (run.find()) {
      squares.setRegion(
          Integer.parseInt(run.group(1)) - QUIET,
          Integer.parseInt(run.group(2)) - QUIET,
          Integer.parseInt(run.group(3)),
          1);
    }
    assertThat(new Decoder().decode(squares).getText()).isEqualTo(text);
  }

  @Test
  void aTextThatIsTooLongHasNoQrCode() {
    assertThat(QrDrawing.of("x".repeat(QrDrawing.CHARACTERS_MAX))).isPresent();
    assertThat(QrDrawing.of("x".repeat(QrDrawing.CHARACTERS_MAX + 1))).isEmpty();
  }

  @Test
  void eachCellOfThePieceMapIsDrawnOnce() {
    List<Integer> cells = List.of(0, 1, 50, 99, 100);
    List<String> paths = PieceDrawing.paths(cells);
    assertThat(paths).hasSize(5);
    assertThat(String.join("", paths).chars().filter(c -> c == 'M')).hasSize(cells.size());
    assertThat(paths.getFirst()).isEqualTo("M0 0h.86v.8h-.86z");
    assertThat(paths.getLast()).isEqualTo("M4 0h.86v.8h-.86z");
    assertThat(PieceDrawing.rows(PieceDrawing.COLUMNS)).isEqualTo(1);
    assertThat(PieceDrawing.rows(PieceDrawing.COLUMNS + 1)).isEqualTo(2);
    assertThat(PieceDrawing.words(cells)).isEqualTo("Of 5 stretches 1 are here, 3 in part");
    assertThat(PieceDrawing.words(Collections.nCopies(3, 100))).contains("Every stretch");
  }

  @Test
  void longWordsLoseTheirMiddleAndNoHalfCharacters() {
    assertThat(Looks.shown("short")).isEqualTo("short");
    String shown = Looks.shown("a" + "\ud83c\udfb5".repeat(200) + ".mp3");
    assertThat(shown)
        .startsWith("a\ud83c\udfb5")
        .contains("…")
        .endsWith(".mp3")
        .hasSizeLessThan(125);
    assertThat(shown.codePoints()).noneMatch(c -> c >= 0xd800 && c < 0xe000);
  }
}
