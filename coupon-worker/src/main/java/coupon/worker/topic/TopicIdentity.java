package coupon.worker.topic;

/** Which topic has the name of the events topic now. */
public interface TopicIdentity {
    /** Its id; empty while it is unknown. */
    String topicId();

    /** To be called when an offset belongs to another topic than the one of this id, which has the name now. */
    void recreated(String now);
}
