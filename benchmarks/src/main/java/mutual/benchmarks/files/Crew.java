package mutual.benchmarks.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Everything that has been begun for one row of a table, to be ended together, the last first. */
final class Crew implements Closeable {
  private final Path folder;
  private final Deque<Closeable> members = new ArrayDeque<>();

  /**
   * @param folder for everything that they write; exists, and is left to be deleted
   */
  Crew(Path folder) {
    this.folder = folder;
  }

  Path folder(String name) {
    return folder.resolve(name);
  }

  <T extends Closeable> T add(T member) {
    members.push(member);
    return member;
  }

  @Override
  public void close() throws IOException {
    while (!members.isEmpty()) {
      members.pop().close();
    }
  }
}
