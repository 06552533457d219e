package mutual.cashmachine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mutual.cashmachine.Choice;
import mutual.cashmachine.Choice.Action;
import mutual.cashmachine.Notes;
import mutual.cashmachine.PlayBank;
import mutual.cashmachine.Screen.Kind;
import mutual.cashmachine.devices.CutPoint;
import mutual.cashmachine.devices.Fault;
import mutual.cashmachine.devices.Pace;
import mutual.contracts.cashmachine.v1.AttendantGrpc;
import mutual.contracts.cashmachine.v1.AttendantGrpc.AttendantBlockingStub;
import mutual.contracts.cashmachine.v1.LoadNotesRequest;
import mutual.contracts.cashmachine.v1.LoadNotesResponse;
import mutual.contracts.cashmachine.v1.NoteCount;
import mutual.middleware.Directory;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeClient;
import mutual.middleware.RequestIds;
import mutual.pages.browser.Browser;
import mutual.pages.browser.Visit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running machine, with files, threads, a bank behind TLS, and a browser at its front. */
final class CashMachineNodeTest {
  private static final Duration MOST = Duration.ofSeconds(20);

  @TempDir Path folder;
  private PlayBankServer bank;
  private CashMachineNode machine;

  @BeforeEach
  void start() {
    bank = new PlayBankServer(CashMachineNode.idOf(folder));
    machine = startMachine();
    machine.loadCash(Notes.of(Map.of(50_00, 50, 20_00, 50, 10_00, 50, 5_00, 50)));
  }

  private CashMachineNode startMachine() {
    return CashMachineNode.start(
        CashMachineConfig.of("north-1", "Northbank", bank.id(), bank.addresses(), folder)
            .withPace(Pace.instant())
            .withDemoCards(
                List.of(
                    new DemoCard(PlayBank.CARD, "Demo Customer Ada", "Northbank", "PIN 1234"))));
  }

  @AfterEach
  void stop() {
    machine.close();
    bank.close();
  }

  private void signIn() throws Exception {
    machine.await(Kind.IDLE, MOST);
    assertThat(machine.insertCard(PlayBank.CARD)).isTrue();
    machine.await(Kind.PIN, MOST);
    machine.type(PlayBank.PIN);
    machine.await(Kind.MENU, MOST);
  }

  private void withdraw() throws Exception {
    signIn();
    machine.choose(Action.WITHDRAW);
    machine.await(Kind.QUESTION, MOST);
    machine.choose(new Choice.Amount(50_00));
    machine.await(f -> f.screen().option(Action.FEW_NOTES).isPresent(), MOST);
    machine.choose(Action.FEW_NOTES);
  }

  private void awaitNothingOpen() throws Exception {
    machine.await(f -> f.powerOn() && machine.open().isEmpty(), MOST);
  }

  @Test
  void paysOut() throws Exception {
    withdraw();
    machine.await(Kind.TAKE_CASH, MOST);
    assertThat(machine.takeCash()).isTrue();
    machine.await(Kind.RESULT, MOST);
    machine.choose(Action.TAKE_CARD);
    machine.await(Front::cardOut, MOST);
    assertThat(machine.takeCard()).isTrue();
    machine.await(Kind.IDLE, MOST);
    awaitNothingOpen();
    assertThat(bank.bank.confirmed()).isEqualTo(50_00);
    assertThat(machine.contents().taken().total()).isEqualTo(50_00);
  }

  @Test
  void keepsTheFilesFreeOfPins() throws Exception {
    withdraw();
    machine.await(Kind.TAKE_CASH, MOST);
    machine.takeCash();
    machine.await(Kind.RESULT, MOST);
    byte[] journal = Files.readAllBytes(folder.resolve(ElectronicJournal.FILE));
    String text = new String(journal, StandardCharsets.ISO_8859_1);
    assertThat(text).doesNotContain(PlayBank.CARD).doesNotContain(PlayBank.PIN);
  }

  @Test
  void doesOnceWhatAnAttendantRepeats() {
    Identity own = Identity.loadOrCreate(folder);
    Directory directory = Directory.inMemory();
    directory.put(own.id(), List.of(new NodeAddress("127.0.0.1", machine.nodePort())));
    try (NodeClient client = NodeClient.builder(own, directory).build()) {
      AttendantBlockingStub attendant = client.stub(own.id(), AttendantGrpc::newBlockingStub);
      LoadNotesRequest ten =
          LoadNotesRequest.newBuilder()
              .setId(RequestIds.next().toString())
              .addNotes(NoteCount.newBuilder().setDenominationMinorUnits(50_00).setNotes(10))
              .build();
      LoadNotesResponse loaded = attendant.loadNotes(ten);
      assertThat(attendant.loadNotes(ten)).isEqualTo(loaded);
      assertThat(machine.contents().inside().count(50_00)).isEqualTo(60);
      assertThatThrownBy(() -> attendant.loadNotes(ten.toBuilder().clearNotes().build()))
          .hasMessageContaining("ID_REUSED");
      assertThatThrownBy(() -> attendant.loadNotes(ten.toBuilder().clearId().build()))
          .hasMessageContaining("INVALID_ARGUMENT");
    }
  }

  @Test
  void goesOnAfterAPowerCutWhileDispensing() throws Exception {
    machine.cutPowerAt(CutPoint.PICKING);
    withdraw();
    machine.await(f -> !f.powerOn(), MOST);
    machine.await(Front::powerOn, MOST);
    awaitNothingOpen();
    assertThat(bank.bank.confirmed()).isZero();
    assertThat(bank.bank.anythingHeld()).isFalse();
    machine.await(Front::cardOut, MOST);
    machine.takeCard();
    machine.await(Kind.IDLE, MOST);
  }

  @Test
  void goesOnAfterTheProcessEnded() throws Exception {
    machine.setFault(Fault.ANSWER_LOST, true);
    machine.cutPowerAt(CutPoint.PRESENTED);
    withdraw();
    machine.await(f -> f.screen().kind() == Kind.FAILED || !f.powerOn(), MOST);
    machine.close();
    machine = startMachine();
    awaitNothingOpen();
    assertThat(bank.bank.anythingHeld()).isFalse();
    assertThat(bank.bank.confirmed()).isEqualTo(machine.contents().taken().total());
  }

  @Test
  void tellsTheBankHowItIs() throws Exception {
    machine.await(_ -> !bank.reports.isEmpty(), MOST);
    assertThat(bank.reports.getLast().getCassettesCount()).isEqualTo(4);
  }

  @Test
  void servesACustomerInABrowser() {
    try (Browser browser = Browser.open()) {
      browser.eachLook(this::serve);
    }
  }

  private void serve(Visit visit) {
    var page = visit.go(machine.kioskUri().toString()).page();
    page.waitForSelector(".demo-card");
    visit.examine("kiosk-idle");
    page.fill("#number", "no card");
    page.click("button:has-text('Insert card')");
    assertThat(page.evalOnSelector("#number", "n => n.validity.patternMismatch"))
        .as("what is no card number is said to be none")
        .isEqualTo(true);
    page.fill("#number", "");
    visit.requireReachableByKeyboard();
    page.click(".demo-card");
    page.waitForSelector("[data-kind=PIN]");
    page.evaluate("document.activeElement && document.activeElement.blur()");
    for (int i = 0; i < PlayBank.PIN.length(); i++) {
      page.keyboard().press(PlayBank.PIN.substring(i, i + 1));
    }
    page.waitForSelector(".entry-value:has-text('••••')");
    visit.examine("kiosk-pin");
    assertThat(page.content()).doesNotContain(">1234<");
    page.keyboard().press("Enter");
    page.waitForSelector("[data-kind=MENU]");
    visit.examine("kiosk-menu");
    page.keyboard().press("F1");
    page.waitForSelector("text=How much would you like?");
    visit.examine("kiosk-amounts");
    page.click("button:has-text('€100')");
    page.click("button:has-text('With small notes')");
    page.waitForSelector("button:has-text('Take €100')");
    visit.examine("kiosk-take-cash");
    page.evaluate("document.activeElement && document.activeElement.blur()");
    page.keyboard().press("Space");
    page.click("button:has-text('Print receipt')");
    page.waitForSelector(".receipt");
    visit.examine("kiosk-receipt");
    assertThat(page.evalOnSelector(".receipt", "r => r.scrollWidth <= r.clientWidth"))
        .as("all of the receipt is in sight")
        .isEqualTo(true);
    page.click("button:has-text('Take the receipt')");
    page.click("#keys button:has-text('Other service')");
    page.click("#keys button:has-text('Deposit')");
    page.click("#keys button:has-text('XM67')");
    page.fill("input[name=n2000]", "2");
    page.click("button:has-text('Insert notes')");
    page.waitForSelector(".headline:has-text('€40')");
    visit.examine("kiosk-deposit");
    page.click("button:has-text('Deposit €40')");
    page.waitForSelector("text=Your deposit is booked");
    page.keyboard().press("F8");
    page.click("button:has-text('Take your card')");
    page.waitForSelector("[data-kind=IDLE]");
    visit.go(machine.kioskUri() + "attendant");
    visit.examine("kiosk-inside");
    visit.requireReachableByKeyboard();
    page.click("button[value=NO_PAPER]");
    page.waitForSelector("text=Broken: out of paper");
    page.click("button[value=NO_PAPER]");
    page.waitForSelector("text=Repaired: out of paper");
  }
}
