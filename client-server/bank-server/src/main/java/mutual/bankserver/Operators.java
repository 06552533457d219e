package mutual.bankserver;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The people who may use the operator's pages; passwords are kept as Argon2id hashes only. */
public final class Operators {
  /** Each check takes memory and a processor for a while, so strangers must not start many. */
  private static final int CHECKS_AT_ONCE_MAX = 2;

  private static final int SALT_BYTES = 16;

  /** 19 MiB, two passes, one lane, 32 bytes: the first choice of OWASP's password storage sheet. */
  private static final Argon2Function HASHING =
      Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);

  private final Database database;
  private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE_MAX);
  private volatile @Nullable String someHash;

  Operators(Database database) {
    this.database = database;
  }

  /** Makes an operator known, or changes the password of one that is. */
  public void put(String name, String password) {
    String known = Text.name(name, "name");
    if (password.length() < Text.PASSWORD_CHARS_MIN
        || password.length() > Text.PASSWORD_CHARS_MAX) {
      throw new IllegalArgumentException(
          "a password has "
              + Text.PASSWORD_CHARS_MIN
              + " to "
              + Text.PASSWORD_CHARS_MAX
              + " characters");
    }
    String hash = hash(password);
    database.transact(
        connection -> {
          try (PreparedStatement merge =
              connection.prepareStatement("merge into operator key (name) values (?, ?)")) {
            merge.setString(1, known);
            merge.setString(2, hash);
            merge.executeUpdate();
          }
        });
  }

  public void remove(String name) {
    database.transact(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("delete from operator where name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
          }
        });
  }

  /** True if there is such an operator with this password. Takes as long if there is not. */
  public boolean check(String name, String password) {
    if (password.length() > Text.PASSWORD_CHARS_MAX || name.length() > Text.NAME_CHARS_MAX) {
      return false;
    }
    String hash = hashOf(name);
    checks.acquireUninterruptibly();
    try {
      String against = hash == null ? someHash() : hash;
      boolean right =
          Password.check(password, against).with(Argon2Function.getInstanceFromHash(against));
      return right && hash != null;
    } finally {
      checks.release();
    }
  }

  public List<String> names() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement("select name from operator order by name");
              ResultSet rows = select.executeQuery()) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
              names.add(rows.getString(1));
            }
            return names;
          }
        });
  }

  private @Nullable String hashOf(String name) {
    // The work is declared nullable by its return only.
    List<String> hashes =
        database.query(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement("select password from operator where name = ?")) {
                select.setString(1, name);
                try (ResultSet row = select.executeQuery()) {
                  return row.next() ? List.of(row.getString(1)) : List.<String>of();
                }
              }
            });
    return hashes.isEmpty() ? null : hashes.getFirst();
  }

  /** Checked against where there is no operator; made when first needed, for it takes a while. */
  private String someHash() {
    String known = someHash;
    if (known == null) {
      known = hash("no operator has this password");
      someHash = known;
    }
    return known;
  }

  private static String hash(String password) {
    return Password.hash(password).addRandomSalt(SALT_BYTES).with(HASHING).getResult();
  }
}
