package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.verify;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferStats;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@ShopProperties
// docs/testing.md
@SpringBootTest
class ShopApplicationTest {

    @MockitoBean
    Carrier carrier;

    @Autowired
    OrderDesk desk;

    @Autowired
    BlockBuffer<Order> orders;

    @AfterEach
    void emptyTheBuffer() {
        orders.reset();
        awaitIdle();
    }

    @Test
    void shipsAnOrder() throws InterruptedException {
        desk.accept(new Order(1));
        awaitIdle();
        verify(carrier).ship(new Order(1));
    }

    @Test
    void keepsOrdersWhileTheCarrierIsBusy() throws InterruptedException {
        long before = orders.stats().read();
        CountDownLatch back = new CountDownLatch(1);
        willAnswer(call -> {
                    back.await();
                    return null;
                })
                .given(carrier)
                .ship(new Order(1));

        desk.accept(new Order(1));
        await("the order to be read").until(() -> orders.stats().read() == before + 1);
        desk.accept(new Order(2));

        assertThat(orders.snapshot()).containsExactly(new Order(2));
        back.countDown();
    }

    /** The desk has come back for the next order, and there is none: it has shipped all. */
    private void awaitIdle() {
        await("the desk to be idle").until(() -> {
            BufferStats stats = orders.stats();
            return stats.size() == 0 && stats.readersWaiting() == 1;
        });
    }
}
// end
