package io.github.buffer4j.benchmark;

import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.channels.Channel;
import kotlinx.coroutines.channels.ChannelsKt;

/** A Kotlin channel that is used by threads: each call that may wait uses the bridge that blocks the thread. */
record KotlinPipe(Channel<Integer> channel) implements Pipe {

    @Override
    public void put(Integer element) {
        ChannelsKt.trySendBlocking(channel, element);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Integer take() throws InterruptedException {
        return (Integer) BuildersKt.runBlocking(
                EmptyCoroutineContext.INSTANCE,
                (scope, continuation) ->
                        channel.receive((kotlin.coroutines.Continuation<? super Integer>) continuation));
    }
}
