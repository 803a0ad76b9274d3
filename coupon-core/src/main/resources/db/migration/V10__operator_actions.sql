-- What operators did through the API: written before it is done, status set when it is answered. Times are UTC.
CREATE TABLE operator_action (
    action_id BIGINT       NOT NULL AUTO_INCREMENT,
    acted_at  DATETIME(6)  NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
    operator  VARCHAR(200) NOT NULL,
    action    VARCHAR(200) NOT NULL,
    status    INT          NULL,
    PRIMARY KEY (action_id)
);
