package mutual.app.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A QR code of half blocks is read back as a camera would. */
final class QrTextTest {
  private static final int PIXELS_PER_MODULE = 4;
  private static final int BLACK = 0xff000000;
  private static final int WHITE = 0xffffffff;

  @Test
  void itIsReadBack() throws Exception {
    String link = "mutual:invite?k=ABC&s=q83vEjRWeJCrze8SNFZ4kA&e=1790000000&n=%C3%9Cnal";
    List<String> lines =
        QrText.draw(link).lines().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")).toList();
    int width = lines.getFirst().length();
    int height = lines.size() * 2;
    int[] pixels = new int[width * height * PIXELS_PER_MODULE * PIXELS_PER_MODULE];
    for (int y = 0; y < height * PIXELS_PER_MODULE; y++) {
      for (int x = 0; x < width * PIXELS_PER_MODULE; x++) {
        int row = y / PIXELS_PER_MODULE;
        char cell = lines.get(row / 2).charAt(x / PIXELS_PER_MODULE);
        boolean dark = cell == '█' || cell == (row % 2 == 0 ? '▀' : '▄');
        pixels[y * width * PIXELS_PER_MODULE + x] = dark ? BLACK : WHITE;
      }
    }
    RGBLuminanceSource picture =
        new RGBLuminanceSource(width * PIXELS_PER_MODULE, height * PIXELS_PER_MODULE, pixels);
    assertThat(new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(picture))).getText())
        .isEqualTo(link);
  }
}
