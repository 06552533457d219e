package mutual.app.demo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A drawn view over the sea, with the grain of a photograph, as a PNG (RFC 2083). */
final class HarbourPicture {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;
  private static final int HORIZON = 360;
  private static final int SUN_RADIUS = 42;
  private static final int GRAIN = 12;

  /** Colours of the sky above, of the sky at the horizon and of the sea, from dawn to night. */
  private static final int[][][] HOURS = {
    {{90, 110, 160}, {250, 190, 150}, {70, 90, 120}},
    {{60, 130, 210}, {190, 220, 240}, {30, 90, 140}},
    {{60, 50, 110}, {250, 130, 60}, {60, 45, 80}},
    {{8, 10, 30}, {30, 40, 80}, {5, 10, 25}},
  };

  /** How far below the upper edge sun or moon stands. */
  private static final int[] HEIGHTS = {330, 80, 340, 120};

  private final int[][] colours;
  private final int sunX;
  private final int sunY;
  private final Random random;

  /**
   * @param hour an index of the hours, from 0, dawn, to 3, night
   */
  HarbourPicture(int hour) {
    colours = HOURS[hour];
    sunX = WIDTH * (1 + 2 * hour) / (2 * HOURS.length);
    sunY = HEIGHTS[hour];
    random = new Random(hour);
  }

  byte[] png() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.writeLong(0x89504E470D0A1A0AL);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(WIDTH);
    fields.writeInt(HEIGHT);
    fields.write(new byte[] {8, 2, 0, 0, 0}); // Eight bits each of red, green and blue.
    chunk(out, "IHDR", header.toByteArray());
    chunk(out, "IDAT", pixels());
    chunk(out, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) check.getValue());
  }

  private byte[] pixels() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_SPEED))) {
      byte[] row = new byte[1 + WIDTH * 3];
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          for (int channel = 0; channel < 3; channel++) {
            int light = colour(x, y, channel) + random.nextInt(GRAIN);
            row[1 + x * 3 + channel] = (byte) Math.clamp(light, 0, 255);
          }
        }
        out.write(row);
      }
    }
    return packed.toByteArray();
  }

  private int colour(int x, int y, int channel) {
    if (Math.hypot(x - sunX, y - sunY) < SUN_RADIUS && y < HORIZON) {
      return 245 - 30 * channel;
    }
    if (y >= HORIZON) {
      double wave = Math.sin(x * 0.05 + y * y * 0.002) * Math.sin(y * 0.3);
      boolean glitter = Math.abs(x - sunX) < (y - HORIZON) / 2 + 20 && wave > 0.2;
      return colours[2][channel] + (int) (wave * 14) + (glitter ? 60 : 0);
    }
    double part = (double) y / HORIZON;
    return (int) (colours[0][channel] * (1 - part) + colours[1][channel] * part);
  }
}
