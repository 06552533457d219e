package mutual.cashmachine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import mutual.cashmachine.JournalEntry;
import mutual.cashmachine.Notes;
import mutual.cashmachine.PlayBank;
import mutual.contracts.bank.v1.Refusal;
import mutual.journal.FaultyFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was journalled is there after any power cut, and nothing else is. */
final class ElectronicJournalTest {
  @TempDir Path folder;

  private static List<JournalEntry> withdrawal(long number) {
    UUID id = new UUID(0x7000L, number);
    return List.of(
        new JournalEntry.WithdrawalAsked(id, number, "999001••••••0017", 50_00, 0),
        new JournalEntry.WithdrawalApproved(id, number),
        new JournalEntry.DispenseStarted(id, number, Notes.of(50_00, 1), Notes.of(50_00, 9)),
        new JournalEntry.DispenseFinished(id, number, Notes.of(50_00, 1)),
        new JournalEntry.CashTaken(id, number),
        new JournalEntry.ConfirmDue(id, number, 50_00),
        new JournalEntry.Settled(id, number, Refusal.REFUSAL_UNSPECIFIED));
  }

  @Test
  void keepsWhatWasAppendedThroughAPowerCutAtEveryOperation() throws IOException {
    for (long cut = 1; cut < 60; cut++) {
      FaultyFileSystem files = new FaultyFileSystem(new SplittableRandom(cut));
      List<JournalEntry> durable = new ArrayList<>();
      JournalEntry attempted = null;
      files.cutPowerAt(cut);
      try (ElectronicJournal journal = ElectronicJournal.open(files, folder)) {
        for (long number = 0; number < 5; number++) {
          for (JournalEntry entry : withdrawal(number)) {
            attempted = entry;
            journal.append(entry);
            durable.add(entry);
          }
        }
      } catch (IOException e) {
        assertThat(files.powerIsCut()).as("cut at %d: %s", cut, e).isTrue();
      }
      files.restart();
      try (ElectronicJournal journal = ElectronicJournal.open(files, folder)) {
        List<JournalEntry> found = journal.entries();
        assertThat(found.subList(0, durable.size())).as("cut at " + cut).isEqualTo(durable);
        if (found.size() > durable.size()) {
          assertThat(found).hasSize(durable.size() + 1);
          assertThat(found.getLast()).isEqualTo(attempted);
        }
      }
    }
  }

  @Test
  void takesNothingMoreAfterAFailedSync() throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(new SplittableRandom(1));
    ElectronicJournal journal = ElectronicJournal.open(files, folder);
    files.failSyncs(1);
    JournalEntry entry = withdrawal(1).getFirst();
    assertThatThrownBy(() -> journal.append(entry)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> journal.append(entry)).isInstanceOf(IOException.class);
    assertThat(journal.entries()).isEmpty();
    journal.close();
  }

  @Test
  void movesFinishedTransactionsToTheHistoryInWords() throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(new SplittableRandom(1));
    UUID open = new UUID(0x7000L, 99);
    JournalEntry asked =
        new JournalEntry.DepositAsked(
            open, 1, PlayBank.CARD, PlayBank.open(new byte[] {1}), "", Notes.of(20_00, 2));
    try (ElectronicJournal journal = ElectronicJournal.open(files, folder)) {
      for (JournalEntry entry : withdrawal(1)) {
        journal.append(entry);
      }
      journal.append(asked);
    }
    try (ElectronicJournal journal = ElectronicJournal.open(files, folder, 3)) {
      assertThat(journal.entries()).containsExactly(asked);
    }
    String history = Files.readString(folder.resolve(ElectronicJournal.HISTORY_FILE));
    assertThat(history.lines()).hasSize(8);
    assertThat(history).contains("CashTaken").doesNotContain(PlayBank.CARD);
  }
}
