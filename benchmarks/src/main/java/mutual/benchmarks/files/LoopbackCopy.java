package mutual.benchmarks.files;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The least that moving content can cost: one process sends the files through a socket, the other
 * reads them in one thread and hashes and writes them in a second. Nothing is asked for, and the
 * hash is compared with nothing.
 */
public final class LoopbackCopy implements Contender {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int CHUNKS_AHEAD_MAX = 8;

  /** What the second thread does with what the first has read. */
  private sealed interface Step {
    record Open(Path file) implements Step {}

    record Write(byte[] bytes) implements Step {}

    record Close() implements Step {}

    record End() implements Step {}
  }

  private final String algorithm;

  LoopbackCopy(String algorithm) {
    this.algorithm = algorithm;
  }

  @Override
  public String name() {
    return "limit: socket, " + algorithm + ", file";
  }

  @Override
  public String missing() {
    return "";
  }

  @Override
  public Pair start(Content content, Crew crew) throws IOException, InterruptedException {
    Path downloads = crew.folder("downloads");
    Tool giver =
        crew.add(
            Tool.start(
                crew.folder("giver"),
                Tool.java(LoopbackCopy.class, "give", content.path().toString())));
    Tool fetcher =
        crew.add(
            Tool.start(crew.folder("fetcher"), Tool.java(LoopbackCopy.class, "fetch", algorithm)));
    String port = giver.answer(Tool.PREPARATION_MAX)[1];
    String[] _ = fetcher.answer(Tool.PREPARATION_MAX);
    return new Pair() {
      @Override
      public Tool giver() {
        return giver;
      }

      @Override
      public Tool fetcher() {
        return fetcher;
      }

      @Override
      public long fetch(Duration max) throws IOException, InterruptedException {
        fetcher.send(port, downloads);
        return Long.parseLong(fetcher.answer(max)[1]);
      }

      @Override
      public Path fetched() {
        return downloads.resolve(content.name());
      }
    };
  }

  /**
   * @param arguments {@code give PATH}, or {@code fetch ALGORITHM}
   */
  public static void main(String[] arguments)
      throws IOException, GeneralSecurityException, InterruptedException, ExecutionException {
    if (arguments[0].equals("give")) {
      give(Path.of(arguments[1]));
    } else {
      System.out.println("ready");
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String[] words = in.readLine().split("\t", -1);
      long bytes = fetch(arguments[1], Integer.parseInt(words[0]), Path.of(words[1]));
      System.out.println("complete\t" + bytes);
      int _ = in.read();
    }
  }

  private static void give(Path top) throws IOException {
    Path parent = top.resolveSibling("");
    List<Path> files = new Content(top, 0, 0).paths();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      System.out.println("port\t" + server.getLocalPort());
      try (Socket socket = server.accept();
          DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
        for (Path file : files) {
          try (FileChannel content = FileChannel.open(file)) {
            out.writeUTF(parent.relativize(file).toString());
            out.writeLong(content.size());
            long at = 0;
            while (at < content.size()) {
              at += content.transferTo(at, CHUNK_BYTES, Channels.newChannel(out));
            }
          }
        }
        out.writeUTF("");
      }
    }
  }

  private static long fetch(String algorithm, int port, Path into)
      throws IOException, GeneralSecurityException, InterruptedException, ExecutionException {
    BlockingQueue<Step> steps = new ArrayBlockingQueue<>(CHUNKS_AHEAD_MAX);
    MessageDigest digest = MessageDigest.getInstance(algorithm);
    try (ExecutorService writer = Executors.newSingleThreadExecutor();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        DataInputStream in = new DataInputStream(socket.getInputStream())) {
      Future<Long> written = writer.submit(() -> write(steps, digest));
      for (String name = in.readUTF(); !name.isEmpty(); name = in.readUTF()) {
        steps.put(new Step.Open(into.resolve(name)));
        long left = in.readLong();
        while (left > 0) {
          byte[] chunk = new byte[(int) Math.min(left, CHUNK_BYTES)];
          in.readFully(chunk);
          steps.put(new Step.Write(chunk));
          left -= chunk.length;
        }
        steps.put(new Step.Close());
      }
      steps.put(new Step.End());
      return written.get();
    }
  }

  private static long write(BlockingQueue<Step> steps, MessageDigest digest)
      throws IOException, InterruptedException {
    long total = 0;
    OutputStream file = OutputStream.nullOutputStream();
    while (true) {
      switch (steps.take()) {
        case Step.Open(Path path) -> {
          Files.createDirectories(path.resolveSibling(""));
          file = Files.newOutputStream(path);
        }
        case Step.Write(byte[] bytes) -> {
          digest.update(bytes);
          file.write(bytes);
          total += bytes.length;
        }
        case Step.Close _ -> {
          file.close();
          byte[] _ = digest.digest();
        }
        case Step.End _ -> {
          return total;
        }
      }
    }
  }
}
