package mutual.app;

import mutual.app.bank.BankCommand;
import mutual.app.demo.DemoCommand;
import mutual.app.machine.CashMachineCommand;
import mutual.app.peer.AcceptCommand;
import mutual.app.peer.ContactsCommand;
import mutual.app.peer.DoctorCommand;
import mutual.app.peer.GetCommand;
import mutual.app.peer.InviteCommand;
import mutual.app.peer.OffersCommand;
import mutual.app.peer.PeerCommand;
import mutual.app.peer.ShareCommand;
import mutual.app.peer.SharesCommand;
import mutual.app.peer.StatusCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code mutual} command itself: only names what there is. */
@Command(
    name = "mutual",
    description = {
      "Peers that share files with contacts or with all the world; banks and their cash machines."
    },
    subcommands = {
      PeerCommand.class,
      ShareCommand.class,
      GetCommand.class,
      SharesCommand.class,
      OffersCommand.class,
      ContactsCommand.class,
      InviteCommand.class,
      AcceptCommand.class,
      StatusCommand.class,
      DoctorCommand.class,
      DemoCommand.class,
      BankCommand.class,
      CashMachineCommand.class,
      SimulateCommand.class,
      BenchCommand.class,
      TestCommand.class,
      FormatCommand.class,
      CompletionCommand.class
    },
    versionProvider = MutualCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual peer                 run a peer of your own and open its page",
      "  mutual share --help         share files through it; see also get, contacts, doctor",
      "  mutual demo                 a small town in your browser: two banks, two cash machines",
      "  mutual demo --tour          the same scenes without a browser, audited at the end",
      "  mutual bank --help          run and administer a bank of your own",
      "  mutual test                 every test",
      "  source <(mutual completion) complete words with the tab key in bash and zsh",
    })
final class MutualCommand implements Runnable {
  @Mixin GlobalOptions options = new GlobalOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = picocli.CommandLine.ScopeType.INHERIT,
      description = "Show how to use this command.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version.")
  boolean version;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** From the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = MutualCommand.class.getPackage().getImplementationVersion();
      return new String[] {
        "mutual " + (version == null ? "(not packaged)" : version),
        "Java " + Runtime.version() + " on " + System.getProperty("os.name")
      };
    }
  }
}
