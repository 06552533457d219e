package mutual.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import mutual.files.engine.Audience;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import mutual.overlay.ContactBook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audiences in their owner's words. */
final class AudienceWordsTest {
  private final NodeId ann = Identity.ephemeral().id();
  private final NodeId work = Identity.ephemeral().id();

  @TempDir Path folder;
  private ContactBook book;

  @BeforeEach
  void fillTheBook() {
    book = ContactBook.open(folder.resolve("contacts.txt"));
    book.put(new Contact(ann, "Ann", new TreeSet<>(List.of("family", "work")), 0));
    book.put(new Contact(work, "work", new TreeSet<>(), 0));
  }

  @Test
  void wordsAreReadAndWritten() {
    List<String> words = List.of("contacts", "family", "ANN", work.toString());
    Audience audience = AudienceWords.parse(words, book);
    assertThat(audience)
        .isEqualTo(Audience.CONTACTS.and(Audience.groups("family")).and(Audience.peers(ann, work)));
    assertThat(AudienceWords.of(audience, book))
        .containsExactlyInAnyOrder("contacts", "group:family", "Ann", "work");
    assertThat(AudienceWords.parse(List.of(), book)).isEqualTo(Audience.NOBODY);
    assertThat(AudienceWords.parse(List.of("everyone"), book)).isEqualTo(Audience.EVERYONE);
    assertThat(AudienceWords.parse(List.of("group:new"), book)).isEqualTo(Audience.groups("new"));
  }

  @Test
  void unknownAndAmbiguousWordsAreRefused() {
    assertThatThrownBy(() -> AudienceWords.parse(List.of("famly"), book))
        .hasMessageContaining("'famly'");
    assertThatThrownBy(() -> AudienceWords.parse(List.of("work"), book))
        .hasMessageContaining("group:work")
        .hasMessageContaining(work.toString());
  }
}
