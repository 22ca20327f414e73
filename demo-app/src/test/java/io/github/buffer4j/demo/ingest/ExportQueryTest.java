package io.github.buffer4j.demo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ExportQueryTest {

    private final ExportQuery query = new ExportQuery();
    private final Statement statement = mock();

    @Test
    void aQueryInProgressIsCancelled() throws SQLException {
        query.begin(statement);
        query.cancel();
        verify(statement).cancel();
    }

    @Test
    void aQueryThatHasEndedIsNotCancelled() throws SQLException {
        query.begin(statement);
        query.end();
        query.cancel();
        verify(statement, never()).cancel();
    }

    @Test
    void aQueryThatWasCancelledDoesNotBegin() {
        query.cancel();
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> query.begin(statement));
    }

    @Test
    void aStatementThatCannotBeCancelledIsLogged(CapturedOutput output) throws SQLException {
        willThrow(new SQLException("not supported")).given(statement).cancel();
        query.begin(statement);
        query.cancel();
        assertThat(output).contains("The query of an export could not be cancelled: not supported");
    }
}
