package mutual.bankserver;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import mutual.bankserver.MachineReport.CassetteReport;
import mutual.middleware.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What the bank notes about other nodes beside its books: where machines stand and what they last
 * reported, partners' names and addresses, and the rights of programs.
 */
final class NodeRecords {
  /**
   * @param report null if it was never heard of
   */
  record MachineRecord(String place, @Nullable MachineReport report) {}

  record PartnerRecord(String name, List<String> addresses) {}

  private final Database database;

  NodeRecords(Database database) {
    this.database = database;
  }

  void putMachine(String machine, String place) {
    database.transact(
        connection -> {
          try (PreparedStatement merge =
              connection.prepareStatement(
                  "merge into machine (machine, place) key (machine) values (?, ?)")) {
            merge.setString(1, machine);
            merge.setString(2, place);
            merge.executeUpdate();
          }
        });
  }

  void putReport(String machine, MachineReport report) {
    String cassettes =
        report.cassettes().stream()
            .map(c -> c.denomination() + ":" + c.notes() + ":" + c.capacity())
            .collect(Collectors.joining(" "));
    // A report that is lost with a power cut is told again by the machine: not synced.
    var _ =
        database.query(
            connection -> {
              try (PreparedStatement update =
                  connection.prepareStatement(
                      "update machine set last_seen = ?, status = ?, counted = ?, cassettes = ?"
                          + " where machine = ?")) {
                update.setLong(1, report.time().toEpochMilli());
                update.setString(2, report.status());
                update.setLong(3, report.counted());
                update.setString(4, cassettes);
                update.setString(5, machine);
                return update.executeUpdate();
              }
            });
  }

  Map<String, MachineRecord> machines() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "select machine, place, last_seen, status, counted, cassettes from machine");
              ResultSet rows = select.executeQuery()) {
            Map<String, MachineRecord> machines = new HashMap<>();
            while (rows.next()) {
              machines.put(rows.getString(1), new MachineRecord(rows.getString(2), report(rows)));
            }
            return machines;
          }
        });
  }

  private static @Nullable MachineReport report(ResultSet row) throws SQLException {
    String cassettes = row.getString("cassettes");
    if (cassettes == null) {
      return null;
    }
    List<CassetteReport> reports = new ArrayList<>();
    for (String cassette : cassettes.isEmpty() ? new String[0] : cassettes.split(" ", -1)) {
      String[] parts = cassette.split(":", -1);
      reports.add(
          new CassetteReport(
              Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
    }
    return new MachineReport(
        Instant.ofEpochMilli(row.getLong("last_seen")),
        row.getString("status"),
        row.getLong("counted"),
        List.copyOf(reports));
  }

  void putPartner(String code, PartnerRecord partner) {
    database.transact(
        connection -> {
          try (PreparedStatement merge =
              connection.prepareStatement("merge into partner key (code) values (?, ?, ?)")) {
            merge.setString(1, code);
            merge.setString(2, partner.name());
            merge.setString(3, String.join(" ", partner.addresses()));
            merge.executeUpdate();
          }
        });
  }

  Map<String, PartnerRecord> partners() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement("select code, name, addresses from partner");
              ResultSet rows = select.executeQuery()) {
            Map<String, PartnerRecord> partners = new HashMap<>();
            while (rows.next()) {
              String addresses = rows.getString(3);
              partners.put(
                  rows.getString(1),
                  new PartnerRecord(
                      rows.getString(2),
                      addresses.isEmpty() ? List.of() : List.of(addresses.split(" ", -1))));
            }
            return partners;
          }
        });
  }

  void putClient(ClientEntry client) {
    database.transact(
        connection -> {
          try (PreparedStatement merge =
              connection.prepareStatement("merge into client key (node_id) values (?, ?, ?)")) {
            merge.setString(1, client.node().toString());
            merge.setString(2, client.name());
            merge.setString(
                3, client.rights().stream().map(Right::text).collect(Collectors.joining(" ")));
            merge.executeUpdate();
          }
        });
  }

  List<ClientEntry> clients() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "select node_id, name, rights from client order by name, node_id");
              ResultSet rows = select.executeQuery()) {
            List<ClientEntry> clients = new ArrayList<>();
            while (rows.next()) {
              clients.add(
                  new ClientEntry(
                      NodeId.parse(rows.getString(1)),
                      rows.getString(2),
                      rights(rows.getString(3))));
            }
            return clients;
          }
        });
  }

  private static Set<Right> rights(String text) {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    Arrays.stream(text.split(" ", -1))
        .filter(s -> !s.isEmpty())
        .map(Right::of)
        .forEach(rights::add);
    return Set.copyOf(rights);
  }
}
