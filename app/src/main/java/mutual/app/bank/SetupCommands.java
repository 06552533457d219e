package mutual.app.bank;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import mutual.app.AmountText;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.app.Serving;
import mutual.bankserver.BankServer;
import mutual.bankserver.BankServerConfig;
import mutual.contracts.bank.v1.BankDescription;
import mutual.contracts.bank.v1.Money;
import mutual.middleware.Identity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Commands on a bank's data folder itself: {@code init}, {@code serve}, {@code id}. */
final class SetupCommands {
  private SetupCommands() {}

  /** Who a new bank is. */
  static final class Terms {
    @Option(
        names = "--code",
        paramLabel = "CODE",
        description = "Four capital letters, part of every account number.")
    @Nullable String code;

    @Option(names = "--name", paramLabel = "TEXT", description = "The bank's name.")
    @Nullable String name;

    @Option(
        names = "--card-prefix",
        paramLabel = "DIGITS",
        description = "First six digits of its cards (issuer identification number).")
    @Nullable String cardPrefix;

    @Option(
        names = "--currency",
        paramLabel = "CODE",
        defaultValue = BankServerConfig.DEFAULT_CURRENCY,
        description = "ISO 4217; ${DEFAULT-VALUE} unless said.")
    String currency = BankServerConfig.DEFAULT_CURRENCY;

    @Option(
        names = "--foreign-fee",
        paramLabel = "AMOUNT",
        defaultValue = "2.50",
        description = "Charged to cards of other banks; ${DEFAULT-VALUE} unless said.")
    String foreignFee = "2.50";

    @Option(
        names = "--daily-limit",
        paramLabel = "AMOUNT",
        defaultValue = "1000",
        description = "What a card may withdraw in a day; ${DEFAULT-VALUE} unless said.")
    String dailyLimit = "1000";

    @Option(
        names = "--daily-count",
        paramLabel = "N",
        defaultValue = "10",
        description = "Withdrawals of a card in a day; ${DEFAULT-VALUE} unless said.")
    int dailyCount;

    boolean given() {
      return code != null || name != null || cardPrefix != null;
    }

    BankSettings settings(Ports ports) {
      if (code == null || name == null || cardPrefix == null) {
        throw new CommandFailure(
            ExitCode.USAGE, "a new bank needs --code, --name and --card-prefix");
      }
      BankSettings settings =
          new BankSettings(
              code,
              name,
              cardPrefix,
              currency.toUpperCase(Locale.ROOT),
              AmountText.parse(foreignFee, currency),
              AmountText.parse(dailyLimit, currency),
              dailyCount,
              ports.address == null ? BankServerConfig.DEFAULT_BIND_ADDRESS : ports.address,
              ports.nodePort == null ? BankServerConfig.DEFAULT_NODE_PORT : ports.nodePort,
              ports.peoplePort == null ? BankServerConfig.DEFAULT_PEOPLE_PORT : ports.peoplePort);
      try {
        settings.config(Path.of(""));
      } catch (IllegalArgumentException e) {
        throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
      }
      return settings;
    }
  }

  /** Where a bank listens. */
  static final class Ports {
    @Option(
        names = "--address",
        paramLabel = "IP",
        description =
            "Address to listen at; "
                + BankServerConfig.DEFAULT_BIND_ADDRESS
                + " (this machine only) unless said.")
    @Nullable String address;

    @Option(
        names = "--node-port",
        paramLabel = "PORT",
        description =
            "For programs, machines and partners (TLS); "
                + BankServerConfig.DEFAULT_NODE_PORT
                + " unless said; 0 takes a free one.")
    @Nullable Integer nodePort;

    @Option(
        names = "--people-port",
        paramLabel = "PORT",
        description =
            "For the operator's pages (HTTP); "
                + BankServerConfig.DEFAULT_PEOPLE_PORT
                + " unless said; 0 takes a free one.")
    @Nullable Integer peoplePort;

    BankSettings applyTo(BankSettings settings) {
      return settings.withPorts(
          address == null ? settings.address() : address,
          nodePort == null ? settings.nodePort() : nodePort,
          peoplePort == null ? settings.peoplePort() : peoplePort);
    }
  }

  @Command(
      name = "init",
      description = "Prepare a data folder for a new bank: its settings and its key.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank init --code NORT --name Northbank --card-prefix 999001 --data north")
  static final class Init extends FolderTask implements Runnable {
    @Mixin Terms terms = new Terms();
    @Mixin Ports ports = new Ports();

    @Override
    public void run() {
      if (Files.exists(data.resolve(BankSettings.FILE))) {
        throw new CommandFailure(ExitCode.REFUSED, "there is a bank in " + data + " already");
      }
      BankSettings settings = terms.settings(ports);
      settings.store(data);
      Identity identity = Identity.loadOrCreate(data);
      describe(Output.of(spec), settings, identity);
    }
  }

  private static void describe(Output out, BankSettings settings, Identity identity) {
    BankDescription description =
        BankDescription.newBuilder()
            .setCode(settings.code())
            .setName(settings.name())
            .setCardPrefix(settings.cardPrefix())
            .setCurrency(settings.currency())
            .setNodeId(identity.id().toString())
            .setForeignWithdrawalFee(
                Money.newBuilder()
                    .setMinorUnits(settings.foreignFee())
                    .setCurrency(settings.currency()))
            .build();
    out.answer(
        description,
        text -> {
          text.field("bank", settings.code() + " " + settings.name());
          text.field("node", identity.id().toString());
          text.field("cards", settings.cardPrefix() + "…");
        });
  }

  @Command(
      name = "id",
      description = "Print the bank's key: how machines, partners and programs know it.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank id --data north")
  static final class Id extends FolderTask implements Runnable {
    @Override
    public void run() {
      Identity identity = BankSession.identity(data);
      Output out = Output.of(spec);
      if (out.isJson()) {
        out.line("{\"nodeId\": \"" + identity.id() + "\"}");
      } else {
        out.line(identity.id().toString());
      }
    }
  }

  @Command(
      name = "serve",
      description = {
        "Run the bank until it is stopped (Ctrl-C or SIGTERM).",
        "With --code, --name and --card-prefix a new folder is prepared first."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mutual bank serve --data north",
        "  mutual bank serve --data north --address 0.0.0.0 --node-port 7443",
        "  mutual bank serve --code NORT --name Northbank --card-prefix 999001 --data north"
      })
  static final class Serve extends FolderTask implements Runnable {
    @Mixin Terms terms = new Terms();
    @Mixin Ports ports = new Ports();

    @Override
    public void run() {
      BankSettings settings = BankSettings.load(data).map(ports::applyTo).orElse(null);
      if (settings == null) {
        if (!terms.given()) {
          BankSession.identity(data);
        }
        settings = terms.settings(ports);
        settings.store(data);
      }
      serve(settings);
    }

    private void serve(BankSettings settings) {
      Output out = Output.of(spec);
      Serving.start();
      try (BankServer server = BankServer.start(settings.config(data))) {
        new RunningBank(settings.address(), server.nodePort(), server.peoplePort()).store(data);
        if (out.isJson()) {
          out.line(
              "{\"nodeId\": \"%s\", \"nodePort\": %d, \"peoplePort\": %d}"
                  .formatted(server.nodeId(), server.nodePort(), server.peoplePort()));
        } else {
          out.line(settings.name() + " is open. Ctrl-C stops it.");
          out.field("node", server.nodeId().toString());
          out.field("API", settings.address() + ":" + server.nodePort() + " (TLS, by key)");
          out.field("pages", "http://" + settings.address() + ":" + server.peoplePort() + "/");
        }
        try {
          Serving.untilStopped(List.of(server));
        } finally {
          RunningBank.remove(data);
        }
      } finally {
        Serving.stopped();
      }
    }
  }
}
