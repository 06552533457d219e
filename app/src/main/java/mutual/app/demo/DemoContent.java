package mutual.app.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;

/** What the demo's peers have to share: made here, always the same, and nobody's work. */
final class DemoContent {
  private static final int SAMPLES_PER_SECOND = 44_100;
  private static final int SOUND_SECONDS = 60;
  private static final int STROKE_SECONDS = 3;

  /** A bell's partial tones, as multiples of its strike note, and how loud each is. */
  private static final double[][] PARTIALS = {
    {0.5, 0.30}, {1, 0.25}, {1.2, 0.20}, {1.5, 0.10}, {2, 0.15}
  };

  private static final double[] NOTES_HERTZ = {440, 392, 349.2, 261.6};

  private DemoContent() {}

  /** A folder with pictures and a text; whole or not there, wherever this is interrupted. */
  static Path album(Path folder) throws IOException {
    return once(
        folder.resolve("Harbour"),
        part -> {
          Files.createDirectories(part);
          Files.writeString(
              part.resolve("Read me.txt"),
              """
              Demo data: these pictures of a harbour that does not exist were drawn by the program
              when this demo was first started. They are shared with contacts only.
              """,
              StandardCharsets.UTF_8);
          String[] hours = {"1 Dawn", "2 Noon", "3 Evening", "4 Night"};
          for (int i = 0; i < hours.length; i++) {
            Files.write(part.resolve(hours[i] + ".png"), new HarbourPicture(i).png());
          }
        });
  }

  /** A sound for everyone. */
  static Path bells(Path folder) throws IOException {
    return once(folder.resolve("Bells.wav"), part -> Files.write(part, wav(ringing())));
  }

  private interface Writer {
    void writeTo(Path part) throws IOException;
  }

  private static Path once(Path wanted, Writer writer) throws IOException {
    if (!Files.exists(wanted)) {
      Path part = wanted.resolveSibling(wanted.getFileName() + ".part");
      writer.writeTo(part);
      Files.move(part, wanted, StandardCopyOption.ATOMIC_MOVE);
    }
    return wanted;
  }

  /** Strokes of four bells in random order, each dying away over those that follow. */
  private static short[] ringing() {
    double[] sum = new double[SAMPLES_PER_SECOND * SOUND_SECONDS];
    Random random = new Random(1);
    int apart = SAMPLES_PER_SECOND / 2;
    int length = SAMPLES_PER_SECOND * STROKE_SECONDS;
    for (int start = 0; start + length < sum.length; start += apart) {
      double note = NOTES_HERTZ[random.nextInt(NOTES_HERTZ.length)];
      for (double[] partial : PARTIALS) {
        addStroke(sum, start, length, note * partial[0], partial[1]);
      }
    }
    short[] samples = new short[sum.length];
    for (int i = 0; i < sum.length; i++) {
      samples[i] = (short) (Math.clamp(sum[i] / 2, -1, 1) * Short.MAX_VALUE);
    }
    return samples;
  }

  /**
   * A sine that halves its height again and again, by turning a vector: no sine for each sample.
   */
  private static void addStroke(double[] sum, int start, int length, double hertz, double height) {
    double angle = 2 * Math.PI * hertz / SAMPLES_PER_SECOND;
    double decay = Math.exp(-2.0 / SAMPLES_PER_SECOND);
    double cos = Math.cos(angle) * decay;
    double sin = Math.sin(angle) * decay;
    double x = height;
    double y = 0;
    for (int i = start; i < start + length; i++) {
      sum[i] += y;
      double turned = x * cos - y * sin;
      y = x * sin + y * cos;
      x = turned;
    }
  }

  /** The samples as a WAV file: one channel, 16 bits. */
  private static byte[] wav(short[] samples) {
    int header = 44;
    int bytes = samples.length * Short.BYTES;
    ByteBuffer file = ByteBuffer.allocate(header + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(header - 8 + bytes);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    file.putShort((short) 1).putShort((short) 1).putInt(SAMPLES_PER_SECOND);
    file.putInt(SAMPLES_PER_SECOND * Short.BYTES)
        .putShort((short) Short.BYTES)
        .putShort((short) 16);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    file.asShortBuffer().put(samples);
    return file.array();
  }
}
