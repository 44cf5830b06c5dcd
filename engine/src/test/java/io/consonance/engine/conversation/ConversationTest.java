package io.consonance.engine.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.conversation.Conversation.Kind;
import io.consonance.engine.conversation.Conversation.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {

    @ParameterizedTest
    @ValueSource(strings = {"s1_join_rooms_leave", "s2_voice", "s4_wrong_session", "s5_duplicate_name"})
    void shouldReadEveryRowInOrder(String name) {
        Conversation conversation = Conversation.read(name);

        assertThat(conversation.rows()).hasSizeGreaterThan(100);
        for (int i = 0; i < conversation.rows().size(); i++) {
            Row row = conversation.rows().get(i);
            assertThat(row.sequence()).isEqualTo(i);
            if (row.kind() == Kind.PKT) {
                assertThat(row.packet().isEmpty()).isFalse();
            } else {
                assertThat(row.json().isMissingNode()).isFalse();
            }
        }
    }

    @Test
    void shouldReadActionsWithTheirFields() {
        Row start = Conversation.read("s1_join_rooms_leave").rows(Kind.ACT).get(0);

        assertThat(start.isAction("server", "start")).isTrue();
        assertThat(start.json().get("session").asInt()).isEqualTo(0x01020304);
    }
}
